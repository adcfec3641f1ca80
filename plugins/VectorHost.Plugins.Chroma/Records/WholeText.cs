namespace VectorHost.Plugins.Chroma.Records;

/// <summary>Tells texts that JSON can carry from those with half of a surrogate pair, which would silently become another text.</summary>
internal static class WholeText
{
    /// <summary>Whether every surrogate has its other half.</summary>
    public static bool IsWhole(string text)
    {
        ReadOnlySpan<char> rest = text;
        while (rest.IndexOfAnyInRange('\uD800', '\uDFFF') is var position and >= 0)
        {
            if (position + 1 == rest.Length || !char.IsSurrogatePair(rest[position], rest[position + 1]))
            {
                return false;
            }

            rest = rest[(position + 2)..];
        }

        return true;
    }
}
