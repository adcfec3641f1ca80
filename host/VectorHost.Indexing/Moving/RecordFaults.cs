using System.Numerics.Tensors;
using VectorHost.Abstractions;

namespace VectorHost.Indexing.Moving;

/// <summary>What the contract promises of every record, looked for in one: each fault as words to follow the record's place.</summary>
internal static class RecordFaults
{
    /// <summary>How far a vector's length may be from 1: float32 rounding of the longest vectors stays far below.</summary>
    private const float LengthTolerance = 1e-3f;

    /// <summary>What is wrong with the vector; <see langword="null"/> where nothing is.</summary>
    /// <param name="record">The record.</param>
    /// <param name="dimensions">How long vectors are, where that is known.</param>
    public static string? OfVector(ChunkRecord record, int? dimensions)
    {
        if (dimensions is not null && record.Embedding.Length != dimensions)
        {
            return $"has a vector of another length than the {dimensions} dimensions of the index";
        }

        // What is not a number is near to nothing.
        bool isUnit = MathF.Abs(TensorPrimitives.Norm(record.Embedding.Span) - 1) <= LengthTolerance;
        return isUnit ? null : "has a vector that is not of length 1";
    }

    /// <summary>What is wrong with the lines; <see langword="null"/> where nothing is.</summary>
    public static string? OfLines(ChunkRecord record) =>
        record.StartLine >= 1 && record.EndLine >= record.StartLine ? null : $"goes from line {record.StartLine} to line {record.EndLine}";
}
