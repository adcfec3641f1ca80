namespace VectorHost.Indexing.Embedding.Lexical;

/// <summary>A distinct word of a text.</summary>
internal struct Word
{
    /// <summary>The word's <see cref="FeatureHash"/>, which stands for the word.</summary>
    public ulong Hash;

    /// <summary>Where its characters begin in the buffer of its <see cref="WordCounts"/>.</summary>
    public int Start;

    /// <summary>How many characters it has.</summary>
    public int Length;

    /// <summary>How often it occurs.</summary>
    public int Count;

    /// <summary>Whether it only occurs as the whole of a compound name, whose parts are words of their own.</summary>
    public bool IsWhole;
}
