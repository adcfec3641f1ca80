using System.Text.Json;

namespace VectorHost.TestServers.Pinecone;

/// <summary>A filter over metadata, with the operators that the service documents and no others.</summary>
internal static class PineconeFilter
{
    private const int MaxListed = 10_000;

    /// <summary>Compiles a filter.</summary>
    /// <returns>Whether metadata matches.</returns>
    public static Func<IReadOnlyDictionary<string, JsonElement>?, bool> Compile(JsonElement filter)
    {
        if (filter.ValueKind is not JsonValueKind.Object || !filter.EnumerateObject().Any())
        {
            throw PineconeRefusalException.Invalid("A filter must be an object with at least one condition");
        }

        Func<IReadOnlyDictionary<string, JsonElement>, bool>[] conditions = [.. filter.EnumerateObject().Select(CompileMember)];
        return metadata => metadata is not null && conditions.All(condition => condition(metadata));
    }

    private static Func<IReadOnlyDictionary<string, JsonElement>, bool> CompileMember(JsonProperty member)
    {
        if (member.Name is "$and" or "$or")
        {
            Func<IReadOnlyDictionary<string, JsonElement>?, bool>[] parts = [.. member.Value.EnumerateArray().Select(Compile)];
            return parts.Length == 0 ? throw PineconeRefusalException.Invalid($"{member.Name} needs at least one condition")
                : member.Name == "$and" ? metadata => parts.All(part => part(metadata))
                : metadata => parts.Any(part => part(metadata));
        }

        if (member.Name.StartsWith('$'))
        {
            throw PineconeRefusalException.Invalid($"Unknown operator {member.Name}");
        }

        Func<JsonElement?, bool>[] tests = member.Value.ValueKind is JsonValueKind.Object
            ? [.. member.Value.EnumerateObject().Select(CompileOperator)]
            : [CompileEquality([member.Value])];
        return metadata =>
        {
            JsonElement? value = metadata.TryGetValue(member.Name, out JsonElement found) ? found : null;
            return tests.All(test => test(value));
        };
    }

    private static Func<JsonElement?, bool> CompileOperator(JsonProperty part)
    {
        JsonElement operand = part.Value;
        return part.Name switch
        {
            "$eq" => CompileEquality([operand]),
            "$ne" => Not(CompileEquality([operand])),
            "$in" => CompileEquality(Listed(operand)),
            "$nin" => Not(CompileEquality(Listed(operand))),
            "$gt" => value => value is { ValueKind: JsonValueKind.Number } number && number.GetDouble() > operand.GetDouble(),
            "$gte" => value => value is { ValueKind: JsonValueKind.Number } number && number.GetDouble() >= operand.GetDouble(),
            "$lt" => value => value is { ValueKind: JsonValueKind.Number } number && number.GetDouble() < operand.GetDouble(),
            "$lte" => value => value is { ValueKind: JsonValueKind.Number } number && number.GetDouble() <= operand.GetDouble(),
            "$exists" => value => value.HasValue == operand.GetBoolean(),
            _ => throw PineconeRefusalException.Invalid($"Unknown operator {part.Name}"),
        };
    }

    private static JsonElement[] Listed(JsonElement operand)
    {
        JsonElement[] values = [.. operand.EnumerateArray()];
        return values.Length is >= 1 and <= MaxListed ? values : throw PineconeRefusalException.Invalid($"A list must have 1 to {MaxListed} values");
    }

    private static Func<JsonElement?, bool> Not(Func<JsonElement?, bool> test) => value => !test(value);

    /// <summary>Equality with any of the operands; of a list, any element may be the equal one.</summary>
    private static Func<JsonElement?, bool> CompileEquality(JsonElement[] operands)
    {
        HashSet<object> allowed = [.. operands.Select(Comparable)];
        return value => value switch
        {
            null => false,
            { ValueKind: JsonValueKind.Array } list => list.EnumerateArray().Any(item => allowed.Contains(Comparable(item))),
            { } single => allowed.Contains(Comparable(single)),
        };
    }

    private static object Comparable(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.String => element.GetString()!,
        JsonValueKind.Number => element.GetDouble(),
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => throw PineconeRefusalException.Invalid("A value in a filter must be a string, number or boolean"),
    };
}
