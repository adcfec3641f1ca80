using System.Text.Json;

namespace VectorHost.TestServers.Qdrant;

/// <summary>A filter as Qdrant reads it: all of <c>must</c>, one of <c>should</c>, none of <c>must_not</c>.</summary>
internal sealed class DoubleFilter
{
    private readonly List<(Func<DoublePoint, bool> Matches, string Clause)> _conditions = [];

    /// <param name="filter">The filter.</param>
    /// <param name="version">The server's version: what it does not know yet, it does not understand.</param>
    /// <exception cref="QdrantRefusalException">It is not a filter, or more than the double knows.</exception>
    public DoubleFilter(JsonElement filter, Version version)
    {
        foreach (JsonProperty clause in filter.EnumerateObject().Where(clause => clause.Value.ValueKind is not JsonValueKind.Null))
        {
            if (clause.Name is not ("must" or "should" or "must_not"))
            {
                throw QdrantRefusalException.Format($"unknown field `{clause.Name}`, expected one of `should`, `min_should`, `must`, `must_not`");
            }

            JsonElement[] conditions = clause.Value.ValueKind is JsonValueKind.Array ? [.. clause.Value.EnumerateArray()] : [clause.Value];
            foreach (JsonElement condition in conditions)
            {
                _conditions.Add((Read(condition, version), clause.Name));
            }
        }
    }

    /// <summary>The fields that need an index in strict mode, and whether they need one of prefixes.</summary>
    public List<(string Key, bool NeedsPrefix)> Fields { get; } = [];

    /// <summary>How many conditions there are.</summary>
    public int Count { get; private set; }

    /// <summary>The most values of one condition.</summary>
    public int LargestCondition { get; private set; }

    public bool Matches(DoublePoint point)
    {
        bool hasShould = false;
        bool matchesShould = false;
        foreach ((Func<DoublePoint, bool> matches, string clause) in _conditions)
        {
            bool isMatch = (clause != "should" || !matchesShould) && matches(point);
            switch (clause)
            {
                case "must" when !isMatch:
                case "must_not" when isMatch:
                    return false;
                case "should":
                    hasShould = true;
                    matchesShould |= isMatch;
                    break;
                default:
                    break;
            }
        }

        return !hasShould || matchesShould;
    }

    private Func<DoublePoint, bool> Read(JsonElement condition, Version version)
    {
        if (condition.TryGetProperty("has_id", out JsonElement ids))
        {
            HashSet<PointId> wanted = [.. ids.EnumerateArray().Select(PointId.Read)];
            NoteCondition(wanted.Count);
            return point => wanted.Contains(point.Id);
        }

        if (condition.TryGetProperty("is_empty", out JsonElement empty))
        {
            string key = NoteField(empty.GetProperty("key"), needsPrefix: false);
            NoteCondition(1);
            return point => !point.Values(key).Any(value => value.ValueKind is not JsonValueKind.Null);
        }

        if (condition.TryGetProperty("key", out JsonElement field))
        {
            NoteCondition(1);
            return ReadField(condition, field, version);
        }

        // A filter within the filter.
        DoubleFilter inner = new(condition, version);
        Fields.AddRange(inner.Fields);
        Count += inner.Count;
        LargestCondition = Math.Max(LargestCondition, inner.LargestCondition);
        return inner.Matches;
    }

    private Func<DoublePoint, bool> ReadField(JsonElement condition, JsonElement field, Version version)
    {
        if (condition.TryGetProperty("match", out JsonElement match))
        {
            bool isPrefix = match.TryGetProperty("prefix", out _);
            string key = NoteField(field, isPrefix);
            Func<JsonElement, bool> matches = ReadMatch(match, version);
            return match.TryGetProperty("except", out _)
                ? point => point.Values(key).Any(value => !matches(value))
                : point => point.Values(key).Any(matches);
        }

        if (condition.TryGetProperty("range", out JsonElement range))
        {
            string key = NoteField(field, needsPrefix: false);
            return point => point.Values(key).Any(value => value.ValueKind is JsonValueKind.Number && IsWithin(range, value.GetDouble()));
        }

        throw QdrantRefusalException.Format("data did not match any variant of untagged enum Condition");
    }

    private Func<JsonElement, bool> ReadMatch(JsonElement match, Version version)
    {
        if (match.TryGetProperty("value", out JsonElement value))
        {
            return found => JsonElement.DeepEquals(found, value);
        }

        if (match.TryGetProperty("any", out JsonElement any) || match.TryGetProperty("except", out any))
        {
            HashSet<string> wanted = [.. any.EnumerateArray().Select(Canonical)];
            LargestCondition = Math.Max(LargestCondition, wanted.Count);
            return found => wanted.Contains(Canonical(found));
        }

        if (match.TryGetProperty("prefix", out JsonElement prefix) && version >= new Version(1, 19))
        {
            string text = prefix.GetString()!;
            return found => found.ValueKind is JsonValueKind.String && found.GetString()!.StartsWith(text, StringComparison.Ordinal);
        }

        throw QdrantRefusalException.Format("data did not match any variant of untagged enum MatchInterface");
    }

    private static bool IsWithin(JsonElement range, double value)
    {
        double? Bound(string name) =>
            range.TryGetProperty(name, out JsonElement bound) && bound.ValueKind is JsonValueKind.Number ? bound.GetDouble() : null;

        return !(value < Bound("gte")) && !(value <= Bound("gt")) && !(value > Bound("lte")) && !(value >= Bound("lt"));
    }

    private string NoteField(JsonElement key, bool needsPrefix)
    {
        Fields.Add((key.GetString()!, needsPrefix));
        return key.GetString()!;
    }

    private void NoteCondition(int size)
    {
        Count++;
        LargestCondition = Math.Max(LargestCondition, size);
    }

    /// <summary>Equal for equal texts however they are escaped.</summary>
    private static string Canonical(JsonElement value) =>
        value.ValueKind is JsonValueKind.String ? "\"" + value.GetString() : value.GetRawText();
}
