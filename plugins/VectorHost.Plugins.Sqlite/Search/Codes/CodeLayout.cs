using VectorHost.Plugins.Sqlite.Search.Codes.Binary;

namespace VectorHost.Plugins.Sqlite.Search.Codes;

/// <summary>Where everything lies in the memory of a <see cref="CodeImage"/>, in bytes from its start.</summary>
internal sealed class CodeLayout
{
    /// <summary>Codes have a multiple of this many dimensions; those beyond a vector's are 0.</summary>
    public const int DimensionStep = 64;

    /// <summary>The length of an id.</summary>
    public const int IdBytes = 16;

    // Sections begin where a page does: what is read first shares none with what is read last.
    private const int SectionAlignment = 4096;

    /// <param name="count">How many rows.</param>
    /// <param name="dimensions">How long their vectors are.</param>
    /// <param name="bitForm">Which codes of one bit a dimension there are.</param>
    public CodeLayout(int count, int dimensions, BitForm bitForm)
    {
        bool hasBits = bitForm is not BitForm.None;
        BitForm = bitForm;
        Count = count;
        Dimensions = dimensions;
        CodeDimensions = Padded(dimensions);
        long blocks = ((long)count + BinaryKernels.BlockRows - 1) / BinaryKernels.BlockRows;
        BlockedCount = checked((int)(blocks * BinaryKernels.BlockRows));
        BlockBytes = CodeDimensions / 8 * BinaryKernels.BlockRows;
        Bits = After(Center, (long)CodeDimensions * sizeof(float));
        Factors = After(Bits, hasBits ? blocks * BlockBytes : 0);
        Scales = After(Factors, hasBits ? 3L * BlockedCount * sizeof(float) : 0);
        Levels = After(Scales, 2L * BlockedCount * sizeof(float));
        Vectors = After(Levels, (long)count * CodeDimensions);
        RowIds = After(Vectors, (long)count * dimensions * sizeof(float));
        Ids = After(RowIds, (long)count * sizeof(long));
        Length = After(Ids, (long)count * IdBytes);
    }

    /// <summary>How many rows.</summary>
    public int Count { get; }

    /// <summary>Which codes of one bit a dimension there are; without any, their sections are empty.</summary>
    public BitForm BitForm { get; }

    /// <summary>How long a vector is.</summary>
    public int Dimensions { get; }

    /// <summary>How many dimensions a code has.</summary>
    public int CodeDimensions { get; }

    /// <summary>How many rows there are with those that fill up the last block.</summary>
    public int BlockedCount { get; }

    /// <summary>How many bytes a block of <see cref="BinaryKernels.BlockRows"/> rows takes.</summary>
    public int BlockBytes { get; }

    /// <summary>The centre: float32, 0 where there is none.</summary>
    public long Center { get; }

    /// <summary>The blocks of bits.</summary>
    public long Bits { get; }

    /// <summary>The rows' <see cref="BinaryFactors.Base"/>, then their scales, then their deviations: float32.</summary>
    public long Factors { get; }

    /// <summary>The rows' scales of their levels, then their residuals: float32.</summary>
    public long Scales { get; }

    /// <summary>The rows' levels: a byte for each of <see cref="CodeDimensions"/>.</summary>
    public long Levels { get; }

    /// <summary>The rows' vectors: float32, <see cref="Dimensions"/> each.</summary>
    public long Vectors { get; }

    /// <summary>The rows' numbers in the database, rising: 8 bytes each.</summary>
    public long RowIds { get; }

    /// <summary>The records' ids: 16 bytes each, in the order that ids have.</summary>
    public long Ids { get; }

    /// <summary>How many bytes there are.</summary>
    public long Length { get; }

    /// <summary>Dimensions filled up to what codes have.</summary>
    public static int Padded(int dimensions) => (dimensions + DimensionStep - 1) / DimensionStep * DimensionStep;

    private static long After(long start, long length) =>
        (start + length + SectionAlignment - 1) / SectionAlignment * SectionAlignment;
}
