using System.Runtime.InteropServices;

namespace VectorHost.Indexing.Embedding.Trained;

/// <summary>Where the parts of a model's file lie.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct StaticModelParts
{
    /// <summary>The length of a row.</summary>
    public required int Dimensions { get; init; }

    /// <summary>How many words there are, and so scales and rows.</summary>
    public required int Words { get; init; }

    /// <summary>The length of all words with their separators.</summary>
    public required int WordBytes { get; init; }

    /// <summary>The checksum of the file, which also names the model.</summary>
    public required uint Checksum { get; init; }

    /// <summary>Where the scales begin.</summary>
    public int Scales => StaticModelFile.HeaderSize + WordBytes;

    /// <summary>Where the rows begin.</summary>
    public int Rows => Scales + (Words * sizeof(float));

    /// <summary>The length of the file: 64 bits, since a damaged header may say anything.</summary>
    public long FileLength =>
        StaticModelFile.HeaderSize + (long)WordBytes + ((long)Words * (sizeof(float) + Dimensions)) + StaticModelFile.ChecksumSize;
}
