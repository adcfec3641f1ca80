namespace VectorHost.Hosting.Discovery;

/// <summary>The rule of names that users select backends by.</summary>
internal static class BackendName
{
    private const int MaxLength = 64;

    /// <summary>How names compare: case does not matter.</summary>
    public static StringComparer Comparer => StringComparer.OrdinalIgnoreCase;

    public static bool IsValid(string name) => name.Length is > 0 and <= MaxLength && IsAllowed(name);

    /// <summary>A name as it may be shown, however strange it is.</summary>
    public static string Printable(string name)
    {
        string shown = string.Concat(name.Take(MaxLength).Select(c => char.IsControl(c) ? '?' : c));
        return name.Length > MaxLength ? shown + "…" : shown;
    }

    // A loop: what searches faster in long texts has to be compiled first, in every process, for a few short names.
    private static bool IsAllowed(string name)
    {
        foreach (char character in name)
        {
            if (!char.IsAsciiLetterOrDigit(character) && character is not ('-' or '_'))
            {
                return false;
            }
        }

        return true;
    }
}
