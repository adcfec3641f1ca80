using System.Text.Json;

namespace VectorHost.TestServers.OpenApi;

/// <summary>Compares JSON with the schemas of a document.</summary>
internal sealed class SchemaValidator(OpenApiDocument document)
{
    /// <summary>Everything in a value that a schema does not allow.</summary>
    /// <param name="schema">The schema, not resolved.</param>
    /// <param name="value">The value.</param>
    /// <param name="where">Which part of an exchange the value is.</param>
    public IReadOnlyList<OpenApiProblem> Validate(JsonElement schema, JsonElement value, string where)
    {
        List<OpenApiProblem> problems = [];
        Validate(new SchemaContext(where, "", problems), schema, value, isClosed: true);
        return problems;
    }

    /// <param name="context">Where the value is, and where problems go.</param>
    /// <param name="unresolved">The schema.</param>
    /// <param name="value">The value.</param>
    /// <param name="isClosed">Whether properties that the schema does not mention are wrong: not where it is a part of another.</param>
    private void Validate(SchemaContext context, JsonElement unresolved, JsonElement value, bool isClosed)
    {
        JsonElement schema = document.Resolve(unresolved);
        if (schema.ValueKind is not JsonValueKind.Object || IsAllowedNull(schema, value))
        {
            return;
        }

        if (IsNullOnly(schema))
        {
            context.Add($"expected null, found {SchemaType.Describe(value)}");
            return;
        }

        if (SchemaType.Problem(schema, value) is { } wrongType)
        {
            context.Add(wrongType);
            return;
        }

        bool hasParts = schema.TryGetProperty("allOf", out _) || schema.TryGetProperty("properties", out _);
        ValidateParts(context, schema, value, isClosed && !hasParts);
        foreach (string problem in SchemaBounds.Problems(schema, value))
        {
            context.Add(problem);
        }

        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                ValidateObject(context, schema, value, isClosed && hasParts);
                break;
            case JsonValueKind.Array when schema.TryGetProperty("items", out JsonElement items):
                ValidateItems(context, items, value);
                break;
            default:
                break;
        }
    }

    private void ValidateParts(SchemaContext context, JsonElement schema, JsonElement value, bool isClosed)
    {
        foreach (JsonElement part in Members(schema, "allOf"))
        {
            Validate(context, part, value, isClosed: false);
        }

        ValidateChoice(context, [.. Members(schema, "anyOf")], value, isClosed, int.MaxValue);
        ValidateChoice(context, [.. Members(schema, "oneOf")], value, isClosed, mostMatches: 1);
    }

    private void ValidateChoice(SchemaContext context, JsonElement[] choices, JsonElement value, bool isClosed, int mostMatches)
    {
        List<OpenApiProblem>? nearest = null;
        int matches = 0;
        foreach (JsonElement choice in choices)
        {
            List<OpenApiProblem> problems = [];
            Validate(context with { Problems = problems }, choice, value, isClosed);
            if (problems.Count == 0)
            {
                if (++matches > mostMatches)
                {
                    context.Add("fits more than one of the schemas of which it may fit one");
                    return;
                }

                if (mostMatches == int.MaxValue)
                {
                    return;
                }
            }
            else if (nearest is null || Depth(problems) > Depth(nearest))
            {
                // The schema that was followed furthest is probably the one that was meant.
                nearest = problems;
            }
        }

        if (choices.Length > 0 && matches == 0)
        {
            context.Problems.AddRange(nearest!);
        }
    }

    private void ValidateObject(SchemaContext context, JsonElement schema, JsonElement value, bool isClosed)
    {
        foreach (string name in Members(schema, "required").Select(name => name.GetString()!).Where(name => !value.TryGetProperty(name, out _)))
        {
            context.Add($"the property '{name}' is missing");
        }

        HashSet<string> ownNames = [.. OwnProperties(schema).Select(property => property.Name)];
        foreach (JsonProperty property in OwnProperties(schema))
        {
            if (value.TryGetProperty(property.Name, out JsonElement propertyValue))
            {
                Validate(context.At(property.Name), property.Value, propertyValue, isClosed: true);
            }
        }

        bool hasAdditional = schema.TryGetProperty("additionalProperties", out JsonElement additional);
        HashSet<string>? known = isClosed ? KnownNames(schema) : null;
        foreach (JsonProperty property in value.EnumerateObject().Where(property => !ownNames.Contains(property.Name)))
        {
            if (hasAdditional && additional.ValueKind is JsonValueKind.Object)
            {
                Validate(context.At(property.Name), additional, property.Value, isClosed: true);
            }
            else if (additional.ValueKind is JsonValueKind.False || known?.Contains(property.Name) is false)
            {
                context.At(property.Name).Add("this property is not described");
            }
        }
    }

    private void ValidateItems(SchemaContext context, JsonElement items, JsonElement value)
    {
        int index = 0;
        foreach (JsonElement item in value.EnumerateArray())
        {
            Validate(context.At(index++), items, item, isClosed: true);
        }
    }

    /// <summary>The properties that a schema and its parts mention; null where any other is allowed too.</summary>
    private HashSet<string>? KnownNames(JsonElement unresolved)
    {
        JsonElement schema = document.Resolve(unresolved);
        if (schema.TryGetProperty("additionalProperties", out JsonElement additional) && additional.ValueKind is not JsonValueKind.False)
        {
            return null;
        }

        HashSet<string> names = [.. OwnProperties(schema).Select(property => property.Name)];
        foreach (JsonElement part in new[] { "allOf", "anyOf", "oneOf" }.SelectMany(keyword => Members(schema, keyword)))
        {
            if (KnownNames(part) is not { } more)
            {
                return null;
            }

            names.UnionWith(more);
        }

        return names;
    }

    private static JsonElement.ObjectEnumerator OwnProperties(JsonElement schema) =>
        schema.TryGetProperty("properties", out JsonElement properties) ? properties.EnumerateObject() : default;

    private static JsonElement.ArrayEnumerator Members(JsonElement schema, string keyword) =>
        schema.TryGetProperty(keyword, out JsonElement members) ? members.EnumerateArray() : default;

    private static bool IsAllowedNull(JsonElement schema, JsonElement value) =>
        value.ValueKind is JsonValueKind.Null && schema.TryGetProperty("nullable", out JsonElement nullable) && nullable.GetBoolean();

    /// <summary>
    /// Generators write "or null" as a schema of its own that holds nothing but <c>nullable</c>. By the letter it allows
    /// everything, and would make every choice that has it worthless.
    /// </summary>
    private static bool IsNullOnly(JsonElement schema) =>
        schema.GetPropertyCount() == 1 && schema.TryGetProperty("nullable", out JsonElement nullable) && nullable.GetBoolean();

    private static int Depth(List<OpenApiProblem> problems) => problems.Max(problem => problem.Position.Length);
}
