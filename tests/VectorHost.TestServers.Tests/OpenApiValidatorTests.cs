using System.Text;
using VectorHost.TestServers.Http;
using VectorHost.TestServers.OpenApi;

namespace VectorHost.TestServers.Tests;

[TestFixture]
public sealed class OpenApiValidatorTests
{
    private const string Description = """
        {
          "openapi": "3.0.1",
          "paths": {
            "/things/{id}": {
              "parameters": [{ "name": "id", "in": "path", "required": true, "schema": { "type": "string", "maxLength": 5 } }],
              "put": {
                "parameters": [
                  { "name": "wait", "in": "query", "schema": { "type": "boolean" } },
                  { "name": "ids", "in": "query", "schema": { "type": "array", "items": { "type": "integer", "maximum": 9 } } },
                  { "name": "version", "in": "header", "required": true, "schema": { "enum": ["2025"] } }
                ],
                "requestBody": { "required": true, "content": { "application/json": { "schema": { "$ref": "#/components/schemas/Thing" } } } },
                "responses": {
                  "200": { "content": { "application/json": { "schema": { "type": "object", "properties": { "ok": { "type": "boolean" } }, "required": ["ok"] } } } },
                  "4XX": { "content": { "text/plain": {} } }
                }
              }
            }
          },
          "components": {
            "schemas": {
              "Thing": {
                "type": "object",
                "required": ["name"],
                "properties": {
                  "name": { "type": "string", "minLength": 1, "pattern": "^[a-z]*$" },
                  "size": { "type": "integer", "format": "uint", "minimum": 1, "nullable": true },
                  "uuid": { "type": "string", "format": "uuid" },
                  "kind": { "anyOf": [{ "enum": ["a", "b"] }, { "nullable": true }] },
                  "vector": { "anyOf": [
                    { "type": "array", "items": { "type": "number" }, "maxItems": 3 },
                    { "type": "object", "required": ["index"], "properties": { "index": { "type": "integer" } } }
                  ] },
                  "shape": { "oneOf": [{ "type": "object", "properties": { "r": { "type": "number" } } }, { "type": "string" }, { "type": "string", "maxLength": 3 }] },
                  "free": { "type": "object" },
                  "counts": { "type": "object", "additionalProperties": { "type": "integer" } },
                  "merged": { "allOf": [{ "$ref": "#/components/schemas/Base" }, { "type": "object", "properties": { "more": { "type": "boolean" } } }] }
                }
              },
              "Base": { "type": "object", "required": ["base"], "properties": { "base": { "type": "string" } } }
            }
          }
        }
        """;

    private static readonly OpenApiValidator Validator = new(OpenApiDocument.Parse(Description));

    [TestCase("""{"name":"x"}""")]
    [TestCase("""{"name":"x","size":null,"kind":null,"vector":[1,2.5],"free":{"a":{"b":[]}},"counts":{"a":1}}""")]
    [TestCase("""{"name":"x","size":18446744073709551615,"kind":"a","vector":{"index":1},"shape":"round","merged":{"base":"","more":true}}""")]
    public void What_is_described_is_right(string body) => Assert.That(Validator.Validate(Put(body)), Is.Empty);

    [TestCase("""{}""", "request body: the property 'name' is missing")]
    [TestCase("""{"name":1}""", "request body /name: expected string, found 1")]
    [TestCase("""{"name":""}""", "request body /name: length of 0 is less than the least, 1")]
    [TestCase("""{"name":"X"}""", "request body /name: 'X' does not match ^[a-z]*$")]
    [TestCase("""{"name":"x","nmae":1}""", "request body /nmae: this property is not described")]
    [TestCase("""{"name":null}""", "request body /name: expected string, found null")]
    [TestCase("""{"name":"x","size":0}""", "request body /size: 0 is less than the least, 1")]
    [TestCase("""{"name":"x","size":1.5}""", "request body /size: expected integer, found 1.5")]
    [TestCase("""{"name":"x","uuid":"1234"}""", "request body /uuid: \"1234\" is no uuid")]
    [TestCase("""{"name":"x","kind":"c"}""", "request body /kind: expected one of [\"a\", \"b\"], found \"c\"")]
    [TestCase("""{"name":"x","vector":[1,"2"]}""", "request body /vector/1: expected number, found \"2\"")]
    [TestCase("""{"name":"x","vector":[1,2,3,4]}""", "request body /vector: items of 4 is more than the most, 3")]
    [TestCase("""{"name":"x","vector":{"index":1,"x":2}}""", "request body /vector/x: this property is not described")]
    [TestCase("""{"name":"x","shape":"abc"}""", "request body /shape: fits more than one of the schemas of which it may fit one")]
    [TestCase("""{"name":"x","counts":{"a/b":"1"}}""", "request body /counts/a~1b: expected integer, found \"1\"")]
    [TestCase("""{"name":"x","merged":{"more":true}}""", "request body /merged: the property 'base' is missing")]
    [TestCase("""{"name":"x","merged":{"base":"","other":1}}""", "request body /merged/other: this property is not described")]
    [TestCase("", "request body: is required")]
    public void What_is_not_described_is_wrong_and_said_with_its_place(string body, string problem) =>
        Assert.That(Validator.Validate(Put(body)).Select(found => found.ToString()), Is.EqualTo(new[] { problem }));

    [Test]
    public void A_body_that_is_no_JSON_is_wrong() =>
        Assert.That(Validator.Validate(Put("{")).Single().ToString(), Does.StartWith("request body: is no JSON"));

    [TestCase("?wait=true&ids=1&ids=2", "")]
    [TestCase("?wait=yes", "query parameter wait: expected boolean, found \"yes\"")]
    [TestCase("?ids=1&ids=10", "query parameter ids: 10 is more than the most, 9")]
    [TestCase("?wiat=true", "query parameter wiat: is not described")]
    public void Query_parameters_are_compared(string query, string problem) =>
        Assert.That(string.Join('\n', Validator.Validate(Put("""{"name":"x"}""", query))), Is.EqualTo(problem));

    [TestCase("GET", "/things/1", "request: GET /things/1 is not described")]
    [TestCase("PUT", "/things/1/2", "request: PUT /things/1/2 is not described")]
    [TestCase("PUT", "/things/toolong", "path parameter id: length of 7 is more than the most, 5")]
    public void Method_and_path_are_compared(string method, string path, string problem)
    {
        HttpExchange exchange = Put("""{"name":"x"}""");

        Assert.That(
            Validator.Validate(exchange with { Request = exchange.Request with { Method = method, Path = path } }).Single().ToString(),
            Is.EqualTo(problem));
    }

    [Test]
    public void A_required_header_that_is_missing_is_wrong()
    {
        HttpExchange exchange = Put("""{"name":"x"}""");
        Dictionary<string, string> headers = new() { ["Content-Type"] = "application/json" };

        Assert.That(
            Validator.Validate(exchange with { Request = exchange.Request with { Headers = headers } }).Single().ToString(),
            Is.EqualTo("header parameter version: is required"));
    }

    [TestCase(200, "application/json", """{"ok":1}""", "answer 200 /ok: expected boolean, found 1")]
    [TestCase(200, "application/json", """{"ok":true,"more":1}""", "answer 200 /more: this property is not described")]
    [TestCase(200, "text/html", "<html>", "answer 200: is of type 'text/html'; application/json is described")]
    [TestCase(404, "application/json", "{}", "answer 404: is of type 'application/json'; text/plain is described")]
    [TestCase(500, "application/json", "{}", "answer 500: this status is not described")]
    public void The_answer_is_compared(int status, string contentType, string body, string problem)
    {
        HttpAnswer answer = new() { Status = status, ContentType = contentType, Body = Encoding.UTF8.GetBytes(body) };

        Assert.That(
            Validator.Validate(Put("""{"name":"x"}""") with { Answer = answer }).Single().ToString(),
            Is.EqualTo(problem));
    }

    [Test]
    public void A_description_in_YAML_says_the_same_as_one_in_JSON()
    {
        const string Yaml = """
            openapi: 3.0.3
            paths:
              /things:
                get:
                  parameters:
                    - { name: limit, in: query, required: true, schema: { type: integer, minimum: 1 } }
                  responses:
                    '200':
                      description: "yes: 1"
                      content:
                        application/json:
                          schema: { type: array, items: { type: string, nullable: true } }
            """;
        string file = Path.Combine(TestContext.CurrentContext.WorkDirectory, $"{Guid.NewGuid():N}.yaml");
        File.WriteAllText(file, Yaml);
        try
        {
            OpenApiValidator validator = new(OpenApiDocument.Load(file));
            HttpExchange right = new()
            {
                Request = new HttpCall { Method = "GET", Path = "/things", Query = "?limit=1" },
                Answer = HttpAnswer.OfJson(new[] { "a", null }),
            };

            Assert.That(validator.Validate(right), Is.Empty);
            Assert.That(validator.Validate(right with { Request = right.Request with { Query = "?limit=0" } }), Has.Count.EqualTo(1));
            Assert.That(validator.Validate(right with { Answer = HttpAnswer.OfJson(new[] { 1 }) }), Has.Count.EqualTo(1));
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static HttpExchange Put(string body, string query = "") => new()
    {
        Request = new HttpCall
        {
            Method = "PUT",
            Path = "/things/1",
            Query = query,
            Headers = new Dictionary<string, string> { ["Content-Type"] = "application/json", ["version"] = "2025" },
            Body = Encoding.UTF8.GetBytes(body),
        },
        Answer = HttpAnswer.OfJson(new { ok = true }),
    };
}
