using System.Text;

namespace VectorHost.WordFrequencies;

/// <summary>
/// Cuts a folder's source files into pieces of whole lines, the documents of the count. Cruder than the chunker on
/// purpose: the table must not change whenever the chunker does.
/// </summary>
internal static class SourcePieces
{
    private const int PieceCharacters = 1_000;
    private const int LongestLine = 1_000;
    private const int LargestFile = 512 * 1024;

    /// <summary>The most pieces of one source: no project's vocabulary shall outweigh the others.</summary>
    private const int MaxPieces = 2_500;

    private static readonly HashSet<string> Extensions = new(StringComparer.OrdinalIgnoreCase)
    {
        ".c", ".cc", ".cpp", ".cs", ".go", ".h", ".hpp", ".java", ".js", ".jsx", ".kt", ".md", ".mjs", ".php", ".py",
        ".rb", ".rs", ".scala", ".sh", ".sql", ".swift", ".ts", ".tsx", ".vue",
    };

    /// <summary>The pieces of a folder, at most <see cref="MaxPieces"/>, spread evenly over all of its files.</summary>
    /// <param name="folder">The folder, with everything below it.</param>
    public static IReadOnlyList<string> Of(string folder)
    {
        EnumerationOptions everything = new() { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint };
        List<string> pieces = [];
        foreach (string file in Directory.EnumerateFiles(folder, "*", everything).Where(IsSource).Order(StringComparer.Ordinal))
        {
            Cut(file, pieces);
        }

        return pieces.Count <= MaxPieces
            ? pieces
            : [.. Enumerable.Range(0, MaxPieces).Select(i => pieces[(int)((long)i * pieces.Count / MaxPieces)])];
    }

    private static bool IsSource(string file) =>
        Extensions.Contains(Path.GetExtension(file)) && new FileInfo(file).Length <= LargestFile;

    private static void Cut(string file, List<string> pieces)
    {
        StringBuilder piece = new();
        foreach (string line in File.ReadLines(file).Where(line => line.Length <= LongestLine))
        {
            if (piece.Length > 0 && piece.Length + line.Length > PieceCharacters)
            {
                pieces.Add(piece.ToString());
                piece.Clear();
            }

            piece.Append(line).Append('\n');
        }

        if (!string.IsNullOrWhiteSpace(piece.ToString()))
        {
            pieces.Add(piece.ToString());
        }
    }
}
