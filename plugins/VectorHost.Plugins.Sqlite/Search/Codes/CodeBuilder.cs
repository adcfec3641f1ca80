using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;
using VectorHost.Plugins.Sqlite.Search.Codes.Binary;

namespace VectorHost.Plugins.Sqlite.Search.Codes;

/// <summary>
/// Makes the codes of vectors: add every row, then <see cref="Complete"/>. Vectors go to the target as they come and are read
/// from there again, so that memory holds 20 bytes a row and a few parts, however many rows there are.
/// </summary>
/// <param name="layout">How many rows there will be, and what goes where.</param>
/// <param name="target">Where to.</param>
internal sealed class CodeBuilder(CodeLayout layout, CodeTarget target)
{
    private readonly float[] _vectors = new float[CodePart.MostRows * layout.Dimensions];
    private readonly long[] _rowIds = new long[CodePart.MostRows];
    private readonly byte[] _ids = new byte[CodePart.MostRows * CodeLayout.IdBytes];
    private readonly double[] _sums = new double[layout.Dimensions];
    private int _added;

    /// <summary>The rows that were added since the last whole part.</summary>
    private int _pending;

    /// <summary>Adds a row behind the last.</summary>
    /// <param name="rowId">Its number in the database, higher than the last.</param>
    /// <param name="id">The record's id.</param>
    /// <returns>Where its vector is to be put before the next row is added.</returns>
    public Span<float> Add(long rowId, Guid id)
    {
        if (_pending == CodePart.MostRows)
        {
            WritePending();
        }

        int row = _pending++;
        _rowIds[row] = rowId;
        id.TryWriteBytes(_ids.AsSpan(row * CodeLayout.IdBytes, CodeLayout.IdBytes), bigEndian: true, out _);
        return _vectors.AsSpan(row * layout.Dimensions, layout.Dimensions);
    }

    /// <summary>Encodes the rows, on every processor. What the target throws comes out as it is.</summary>
    /// <returns>As <see cref="CodeImage.LargestNorm"/>.</returns>
    public float Complete(CancellationToken cancellationToken)
    {
        WritePending();
        if (_added != layout.Count)
        {
            throw new InvalidOperationException($"{_added} of {layout.Count} rows were added.");
        }

        float[] center = new float[layout.CodeDimensions];
        if (layout.BitForm is BitForm.Centered)
        {
            for (int i = 0; i < _sums.Length; i++)
            {
                center[i] = (float)(_sums[i] / layout.Count);
            }
        }

        target.Write(layout.Center, MemoryMarshal.AsBytes(center.AsSpan()));
        RowNumbers numbers = new(layout);
        float largestNorm = Encode(center, numbers, cancellationToken);
        numbers.Write(target);
        return largestNorm;
    }

    private float Encode(float[] center, RowNumbers numbers, CancellationToken cancellationToken)
    {
        Rotation? rotation = layout.BitForm is BitForm.None ? null : new Rotation(layout.CodeDimensions);
        float[] norms = new float[(layout.Count + CodePart.MostRows - 1) / CodePart.MostRows];
        try
        {
            Parallel.For(
                0,
                norms.Length,
                new ParallelOptions { CancellationToken = cancellationToken },
                () => new CodePart(layout, target, rotation is null ? null : new BinaryEncoder(center.AsMemory(0, layout.Dimensions), rotation)),
                (part, _, buffers) =>
                {
                    norms[part] = buffers.Encode(part * CodePart.MostRows, numbers);
                    return buffers;
                },
                static _ => { });
        }
        catch (AggregateException exception)
        {
            // A disk that is full fails every thread alike: one of the failures says it.
            ExceptionDispatchInfo.Throw(exception.InnerExceptions[0]);
        }

        return norms.Length == 0 ? 0 : norms.Max();
    }

    private void WritePending()
    {
        long first = _added;
        ReadOnlySpan<float> vectors = _vectors.AsSpan(0, _pending * layout.Dimensions);
        if (layout.BitForm is BitForm.Centered)
        {
            AddToSums(vectors);
        }

        target.Write(layout.Vectors + (first * layout.Dimensions * sizeof(float)), MemoryMarshal.AsBytes(vectors));
        target.Write(layout.RowIds + (first * sizeof(long)), MemoryMarshal.AsBytes(_rowIds.AsSpan(0, _pending)));
        target.Write(layout.Ids + (first * CodeLayout.IdBytes), _ids.AsSpan(0, _pending * CodeLayout.IdBytes));
        _added += _pending;
        _pending = 0;
    }

    private void AddToSums(ReadOnlySpan<float> vectors)
    {
        double[] sums = _sums;
        for (; !vectors.IsEmpty; vectors = vectors[sums.Length..])
        {
            for (int i = 0; i < sums.Length; i++)
            {
                sums[i] += vectors[i];
            }
        }
    }
}
