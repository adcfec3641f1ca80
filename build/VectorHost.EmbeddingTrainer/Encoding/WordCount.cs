using System.Runtime.InteropServices;

namespace VectorHost.EmbeddingTrainer.Encoding;

/// <summary>How often a word occurs in the pairs of a repository.</summary>
[StructLayout(LayoutKind.Auto)]
internal struct WordCount
{
    /// <summary>In how many pairs it occurs.</summary>
    public int Pairs;

    /// <summary>What speaks for it when the vocabulary is chosen.</summary>
    public int Weight;
}
