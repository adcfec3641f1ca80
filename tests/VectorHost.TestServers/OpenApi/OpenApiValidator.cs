using System.Globalization;
using System.Text.Json;
using VectorHost.TestServers.Http;

namespace VectorHost.TestServers.OpenApi;

/// <summary>
/// Compares exchanges with a vendor's description. It is stricter than the standard asks: what a description does not
/// mention is wrong, so that a misspelt property shows, and so does one that a double made up.
/// </summary>
/// <param name="document">The description.</param>
public sealed class OpenApiValidator(OpenApiDocument document)
{
    private readonly SchemaValidator _schemas = new(document);

    /// <summary>Everything in an exchange that the description does not allow.</summary>
    /// <param name="exchange">A request and its answer.</param>
    public IReadOnlyList<OpenApiProblem> Validate(HttpExchange exchange)
    {
        OpenApiOperation? operation = document.FindOperation(exchange.Request.Method, exchange.Request.Path);
        if (operation is null)
        {
            return [new OpenApiProblem("request", "", $"{exchange.Request.Method} {exchange.Request.Path} is not described")];
        }

        return
        [
            .. ValidateParameters(operation, exchange.Request),
            .. ValidateRequestBody(operation, exchange.Request),
            .. ValidateAnswer(operation, exchange.Answer),
        ];
    }

    /// <summary>Everything in a value that a schema of the document does not allow.</summary>
    /// <param name="value">The value.</param>
    /// <param name="schemaName">The schema's name in <c>components/schemas</c>.</param>
    public IReadOnlyList<OpenApiProblem> Validate(JsonElement value, string schemaName) =>
        _schemas.Validate(JsonElement.Parse($$"""{"$ref":"#/components/schemas/{{schemaName}}"}"""), value, schemaName);

    private IEnumerable<OpenApiProblem> ValidateParameters(OpenApiOperation operation, HttpCall call)
    {
        HashSet<string> known = [];
        foreach (JsonElement parameter in operation.Parameters.Select(document.Resolve))
        {
            string name = parameter.GetProperty("name").GetString()!;
            string place = parameter.GetProperty("in").GetString()!;
            string where = $"{place} parameter {name}";
            string[] values = ValuesOf(call, operation, place, name);
            if (place == "query")
            {
                known.Add(name);
            }

            if (values.Length == 0 && place != "path" && parameter.TryGetProperty("required", out JsonElement required) && required.GetBoolean())
            {
                yield return new OpenApiProblem(where, "", "is required");
            }

            foreach (OpenApiProblem problem in values.SelectMany(value => ValidateParameter(parameter, value, where)))
            {
                yield return problem;
            }
        }

        foreach (string name in call.QueryValues.Select(pair => pair.Key).Where(name => !known.Contains(name)).Distinct())
        {
            yield return new OpenApiProblem($"query parameter {name}", "", "is not described");
        }
    }

    private static string[] ValuesOf(HttpCall call, OpenApiOperation operation, string place, string name) => place switch
    {
        "query" => [.. call.QueryValues.Where(pair => pair.Key == name).Select(pair => pair.Value)],
        "header" => call.Headers.TryGetValue(name, out string? value) ? [value] : [],
        "path" => [operation.RouteValues[name]],
        _ => [],
    };

    private IReadOnlyList<OpenApiProblem> ValidateParameter(JsonElement parameter, string value, string where)
    {
        if (!parameter.TryGetProperty("schema", out JsonElement schema))
        {
            return [];
        }

        // Of a list, each value is given on its own.
        JsonElement resolved = document.Resolve(schema);
        JsonElement one = resolved.TryGetProperty("items", out JsonElement items) ? items : resolved;

        // A text may mean a number or a flag: it is right if either reading is.
        IReadOnlyList<OpenApiProblem> asText = _schemas.Validate(one, JsonSerializer.SerializeToElement(value), where);
        bool isOtherKind = bool.TryParse(value, out _) || decimal.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out _);
        return asText.Count > 0 && isOtherKind ? _schemas.Validate(one, JsonElement.Parse(value), where) : asText;
    }

    private IEnumerable<OpenApiProblem> ValidateRequestBody(OpenApiOperation operation, HttpCall call)
    {
        const string Where = "request body";
        if (!operation.Operation.TryGetProperty("requestBody", out JsonElement unresolved))
        {
            return call.Body.IsEmpty ? [] : [new OpenApiProblem(Where, "", "none is described")];
        }

        JsonElement description = document.Resolve(unresolved);
        if (call.Body.IsEmpty)
        {
            return description.TryGetProperty("required", out JsonElement required) && required.GetBoolean()
                ? [new OpenApiProblem(Where, "", "is required")]
                : [];
        }

        return ValidateContent(description, call.Headers.GetValueOrDefault("Content-Type"), call.Body, Where);
    }

    private IEnumerable<OpenApiProblem> ValidateAnswer(OpenApiOperation operation, HttpAnswer answer)
    {
        string where = $"answer {answer.Status}";
        JsonElement answers = operation.Operation.GetProperty("responses");
        string status = answer.Status.ToString(CultureInfo.InvariantCulture);
        foreach (string name in new[] { status, $"{status[0]}XX", $"{status[0]}xx", "default" })
        {
            if (answers.TryGetProperty(name, out JsonElement description))
            {
                return ValidateContent(document.Resolve(description), answer.ContentType, answer.Body, where);
            }
        }

        return [new OpenApiProblem(where, "", "this status is not described")];
    }

    private IEnumerable<OpenApiProblem> ValidateContent(JsonElement description, string? contentType, ReadOnlyMemory<byte> body, string where)
    {
        if (!description.TryGetProperty("content", out JsonElement content))
        {
            return body.IsEmpty ? [] : [new OpenApiProblem(where, "", "no content is described")];
        }

        string mediaType = (contentType ?? "").Split(';')[0].Trim();
        if (!content.TryGetProperty(mediaType, out JsonElement media))
        {
            string described = string.Join(", ", content.EnumerateObject().Select(type => type.Name));
            return [new OpenApiProblem(where, "", $"is of type '{mediaType}'; {described} is described")];
        }

        bool isJson = mediaType.EndsWith("json", StringComparison.Ordinal);
        if (!isJson || !media.TryGetProperty("schema", out JsonElement schema))
        {
            return [];
        }

        try
        {
            return _schemas.Validate(schema, JsonElement.Parse(body.Span), where);
        }
        catch (JsonException exception)
        {
            return [new OpenApiProblem(where, "", $"is no JSON: {exception.Message}")];
        }
    }
}
