using System.Collections.Frozen;
using System.Globalization;

namespace VectorHost.Indexing.Embedding.Lexical;

/// <summary>
/// How much a word says: its inverse document frequency, ln(1 + N / n) for a word in n of N pieces of code.
/// </summary>
/// <remarks>
/// The frequencies are a frozen table, not those of the corpus at hand: a store that grows by the file could not
/// otherwise compare yesterday's vectors with today's. A word that is not listed weighs as much as the rarest listed.
/// </remarks>
internal sealed class WordWeights
{
    private const string ResourceName = "VectorHost.Indexing.word-frequencies.txt";
    private static readonly Lazy<WordWeights> Shipped = new(ReadResource);
    private readonly FrozenDictionary<ulong, double> _weights;

    private WordWeights(IReadOnlyDictionary<ulong, double> weights)
    {
        _weights = weights.ToFrozenDictionary();
        UnlistedWeight = weights.Values.Max();
    }

    /// <summary>The table that ships with VectorHost.</summary>
    public static WordWeights Default => Shipped.Value;

    /// <summary>The weight of a word that is not listed.</summary>
    public double UnlistedWeight { get; }

    /// <summary>The weight of a word, by its <see cref="FeatureHash"/>.</summary>
    /// <param name="hash">The word's hash.</param>
    public double this[ulong hash] => _weights.GetValueOrDefault(hash, UnlistedWeight);

    private static WordWeights ReadResource()
    {
        using Stream stream = typeof(WordWeights).Assembly.GetManifestResourceStream(ResourceName)
            ?? throw new InvalidOperationException($"The resource {ResourceName} is missing from the assembly.");
        using StreamReader reader = new(stream);
        return Read(reader);
    }

    /// <summary>Reads <c>WORD COUNT</c> lines; the first one, for the word <c>*</c>, has the number of all pieces.</summary>
    private static WordWeights Read(TextReader reader)
    {
        Dictionary<ulong, double> weights = [];
        double pieces = 0;
        while (reader.ReadLine() is { } line)
        {
            if (line.StartsWith('#'))
            {
                continue;
            }

            int space = line.IndexOf(' ', StringComparison.Ordinal);
            int count = int.Parse(line.AsSpan(space + 1), CultureInfo.InvariantCulture);
            if (line[0] == '*')
            {
                pieces = count;
                continue;
            }

            weights.Add(FeatureHash.OfWord(line.AsSpan(0, space)), Math.Log(1 + (pieces / count)));
        }

        return new(weights);
    }
}
