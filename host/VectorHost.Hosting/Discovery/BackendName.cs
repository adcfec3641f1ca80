using System.Buffers;

namespace VectorHost.Hosting.Discovery;

/// <summary>The rule of names that users select backends by.</summary>
internal static class BackendName
{
    private const int MaxLength = 64;

    private static readonly SearchValues<char> Allowed =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_");

    /// <summary>How names compare: case does not matter.</summary>
    public static StringComparer Comparer => StringComparer.OrdinalIgnoreCase;

    public static bool IsValid(string name) =>
        name.Length is > 0 and <= MaxLength && !name.AsSpan().ContainsAnyExcept(Allowed);

    /// <summary>A name as it may be shown, however strange it is.</summary>
    public static string Printable(string name)
    {
        string shown = string.Concat(name.Take(MaxLength).Select(c => char.IsControl(c) ? '?' : c));
        return name.Length > MaxLength ? shown + "…" : shown;
    }
}
