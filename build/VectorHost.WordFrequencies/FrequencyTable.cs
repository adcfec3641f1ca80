using System.Globalization;
using System.Text;
using VectorHost.Indexing.Tokens;

namespace VectorHost.WordFrequencies;

/// <summary>Writes the table as the lexical embedder reads it: comments with provenance, then one word a line.</summary>
internal static class FrequencyTable
{
    private const int MaxWords = 3_000;
    private const int MinimumSources = 4;

    /// <summary>The table as text.</summary>
    /// <param name="sources">Where the counts came from.</param>
    /// <param name="frequencies">The counts.</param>
    public static string Write(IEnumerable<Source> sources, DocumentFrequencies frequencies)
    {
        StringBuilder text = new();
        text.Append(CultureInfo.InvariantCulture, $"""
            # In how many of {frequencies.PieceCount} pieces of source code, of about 1,000 characters each, a word occurs.
            # The {MaxWords} commonest words that occur in at least {MinimumSources} of the projects below, as CodeTokenizer
            # (version {CodeTokenizer.Version}) cuts them. Made by build/VectorHost.WordFrequencies; do not edit: other numbers are
            # another embedder. Nothing but these counts was taken from the projects:
            #

            """);
        foreach (Source source in sources)
        {
            text.Append(CultureInfo.InvariantCulture, $"#   {source.Name} {source.Revision} ({source.Licence})\n");
        }

        text.Append(CultureInfo.InvariantCulture, $"#\n# The line of * is the number of pieces.\n* {frequencies.PieceCount}\n");
        foreach ((string word, int pieces) in frequencies.Commonest(MaxWords, MinimumSources))
        {
            text.Append(CultureInfo.InvariantCulture, $"{word} {pieces}\n");
        }

        return text.ToString();
    }
}
