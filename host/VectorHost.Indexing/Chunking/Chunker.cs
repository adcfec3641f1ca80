using System.Globalization;
using VectorHost.Indexing.Repositories;

namespace VectorHost.Indexing.Chunking;

/// <summary>Cuts files into chunks along the structure of what is written, by lines, in any language, without a parser.</summary>
/// <remarks>
/// Every line of a file is in exactly one chunk, but for one too long for a chunk's text, which has several; chunks do not
/// overlap. Blank lines belong to the chunk above them, at the top of a file to the first. The result depends on the text and
/// the language alone.
/// </remarks>
public static class Chunker
{
    /// <summary>The size of a chunk that is aimed at, in characters.</summary>
    public const int TargetLength = 1_000;

    /// <summary>The smallest size that can be aimed at.</summary>
    public const int MinTargetLength = 100;

    /// <summary>The largest size that can be aimed at.</summary>
    public const int MaxTargetLength = 5_000;

    /// <summary>The most characters of a chunk of more than one line, blank lines aside.</summary>
    public const int MaxLength = 1_500;

    /// <summary>The most characters of a chunk's text.</summary>
    public const int MaxTextLength = 8_192;

    private const int Version = 2;

    /// <summary>Names the way of cutting: chunks made under another fingerprint may lie elsewhere.</summary>
    public static string Fingerprint { get; } = FingerprintOf(TargetLength);

    /// <summary>Names the way of cutting to another size.</summary>
    /// <param name="targetLength">The size of a chunk that is aimed at, in characters.</param>
    public static string FingerprintOf(int targetLength) => string.Create(
        CultureInfo.InvariantCulture, $"lines-{Version};target={targetLength};max={MaxLengthOf(targetLength)};text={MaxTextLength}");

    /// <summary>Cuts a file.</summary>
    /// <param name="file">The file.</param>
    /// <returns>The chunks from top to bottom; none for a file of white space alone.</returns>
    public static IReadOnlyList<Chunk> Chunk(SourceFile file) => ChunkToLength(file, TargetLength);

    /// <summary>Cuts a file to another size than the usual one.</summary>
    /// <param name="file">The file.</param>
    /// <param name="targetLength">
    /// The size of a chunk that is aimed at, in characters; chunks of more than one line have at most half as many again.
    /// </param>
    /// <returns>The chunks from top to bottom; none for a file of white space alone.</returns>
    /// <exception cref="ArgumentOutOfRangeException">
    /// The size is not between <see cref="MinTargetLength"/> and <see cref="MaxTargetLength"/>.
    /// </exception>
    public static IReadOnlyList<Chunk> ChunkToLength(SourceFile file, int targetLength)
    {
        ArgumentNullException.ThrowIfNull(file);
        ArgumentOutOfRangeException.ThrowIfLessThan(targetLength, MinTargetLength);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(targetLength, MaxTargetLength);
        SourceLines lines = SourceLines.Read(file.Text);
        int[] costs = CutCosts.For(lines, LanguageSyntax.Of(file.Language));
        List<int> starts = CutPlanner.Plan(lines, costs, targetLength, MaxLengthOf(targetLength));
        List<Chunk> chunks = new(starts.Count);
        for (int index = 0; index < starts.Count; index++)
        {
            int first = starts[^(index + 1)];
            int end = index + 1 < starts.Count ? starts[^(index + 2)] : lines.Lines.Length;
            AddChunks(chunks, lines, first, end);
        }

        return chunks;
    }

    private static int MaxLengthOf(int targetLength) => targetLength * 3 / 2;

    private static void AddChunks(List<Chunk> chunks, SourceLines lines, int first, int end)
    {
        bool isLast = end == lines.Lines.Length;
        int startOffset = first == 0 ? 0 : lines.Lines[first].Start;
        int endOffset = isLast ? lines.Text.Length : lines.Lines[end].Start;
        string text = MakeText(lines.Text.AsSpan(startOffset, endOffset - startOffset));
        Chunk chunk = new()
        {
            StartLine = first == 0 ? 1 : lines.Lines[first].Number + 1,
            EndLine = isLast ? lines.Count : lines.Lines[end].Number,
            Text = text,
        };
        if (text.Length <= MaxTextLength)
        {
            chunks.Add(chunk);
            return;
        }

        for (int start = 0; start < text.Length;)
        {
            int length = PieceLength(text.AsSpan(start));
            if (!text.AsSpan(start, length).IsWhiteSpace())
            {
                chunks.Add(chunk with { Text = text.Substring(start, length) });
            }

            start += length;
        }
    }

    private static string MakeText(ReadOnlySpan<char> lines)
    {
        // The end of the last line: one line end, but not the blank lines before it.
        lines = lines.EndsWith("\r\n") ? lines[..^2] : lines is [.., '\n' or '\r'] ? lines[..^1] : lines;
        return lines.ToString().Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n');
    }

    /// <summary>How much of a text that is too long to take: up to a space, so that no word is cut, where there is one late enough.</summary>
    private static int PieceLength(ReadOnlySpan<char> text)
    {
        if (text.Length <= MaxTextLength)
        {
            return text.Length;
        }

        int space = text[..MaxTextLength].LastIndexOf(' ');
        return space >= MaxTextLength / 2 ? space + 1
            : char.IsHighSurrogate(text[MaxTextLength - 1]) ? MaxTextLength - 1
            : MaxTextLength;
    }
}
