using System.Globalization;
using System.Text;
using VectorHost.Hosting.Integrity;

namespace VectorHost.Hosting.Loading;

/// <summary>
/// A file that tells which copy belongs to a state of a plugin's files: the copy's name in the first line, and below it the
/// whole state, which is compared. The hash in the file's name only keeps different states apart.
/// </summary>
/// <param name="file">The stamp's file.</param>
/// <param name="state">The state of the plugin's files.</param>
internal sealed class CopyStamp(string file, string state)
{
    /// <summary>The extension of stamps.</summary>
    public const string Extension = ".stamp";

    /// <summary>The stamp of a state; it need not exist.</summary>
    /// <param name="directory">The folder of the plugin's copies.</param>
    /// <param name="state">The state of the plugin's files.</param>
    public static CopyStamp Of(string directory, string state) =>
        new(Path.Combine(directory, Hash(state).ToString("x16", CultureInfo.InvariantCulture) + Extension), state);

    /// <summary>The name of the copy that a stamp tells of.</summary>
    /// <param name="stampFile">The stamp's file.</param>
    public static string ReadContentOf(string stampFile) => File.ReadAllText(stampFile).Split('\n')[0];

    /// <summary>The name of the copy that belongs to the state; <see langword="null"/> where none is known.</summary>
    public string? ReadContent()
    {
        if (!File.Exists(file))
        {
            return null;
        }

        string text = File.ReadAllText(file);
        int end = text.IndexOf('\n', StringComparison.Ordinal);
        return end >= 0 && text.AsSpan(end + 1).SequenceEqual(state) ? text[..end] : null;
    }

    /// <summary>Notes the copy that belongs to the state.</summary>
    /// <param name="content">Its name.</param>
    public void Write(string content) => WholeFile.Write(file, Encoding.UTF8.GetBytes($"{content}\n{state}"), isPrecious: false);

    /// <summary>FNV-1a of 64 bits.</summary>
    private static ulong Hash(string text)
    {
        ulong hash = 0xcbf29ce484222325;
        foreach (byte value in Encoding.UTF8.GetBytes(text))
        {
            hash = (hash ^ value) * 0x100000001b3;
        }

        return hash;
    }
}
