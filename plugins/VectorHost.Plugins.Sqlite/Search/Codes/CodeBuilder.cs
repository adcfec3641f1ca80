using VectorHost.Plugins.Sqlite.Search.Codes.Binary;
using VectorHost.Plugins.Sqlite.Search.Codes.Scalar;

namespace VectorHost.Plugins.Sqlite.Search.Codes;

/// <summary>Makes the codes of vectors: add every row, then <see cref="Build"/>.</summary>
internal sealed class CodeBuilder : IDisposable
{
    // As much work for a thread at a time as is worth handing over; whole blocks, which threads must not share.
    private const int PartRows = 64 * BinaryKernels.BlockRows;

    private readonly CodeLayout _layout;
    private AlignedMemory? _memory;
    private int _added;

    /// <param name="count">How many rows there will be.</param>
    /// <param name="dimensions">How long their vectors are.</param>
    /// <param name="bitForm">Which codes of one bit a dimension to make.</param>
    public CodeBuilder(int count, int dimensions, BitForm bitForm)
    {
        _layout = new CodeLayout(count, dimensions, bitForm);
        _memory = new AlignedMemory(_layout.Length);
    }

    private AlignedMemory Memory => _memory ?? throw new ObjectDisposedException(nameof(CodeBuilder));

    /// <summary>Adds a row behind the last.</summary>
    /// <param name="rowId">Its number in the database, higher than the last.</param>
    /// <param name="id">The record's id.</param>
    /// <returns>Where its vector is to be put.</returns>
    public Span<float> Add(long rowId, Guid id)
    {
        int row = _added++;
        Memory.Part<long>(_layout.RowIds + ((long)row * sizeof(long)), 1)[0] = rowId;
        id.TryWriteBytes(Memory.Part<byte>(_layout.Ids + ((long)row * CodeLayout.IdBytes), CodeLayout.IdBytes), bigEndian: true, out _);
        return Vector(row);
    }

    /// <summary>Encodes the rows, on every processor.</summary>
    public CodeImage Build(CancellationToken cancellationToken)
    {
        if (_added != _layout.Count)
        {
            throw new InvalidOperationException($"{_added} of {_layout.Count} rows were added.");
        }

        float[] center = _layout.BitForm is BitForm.Centered ? FindCenter() : new float[_layout.Dimensions];
        center.CopyTo(Memory.Part<float>(_layout.Center, center.Length));
        Rotation? rotation = _layout.BitForm is BitForm.None ? null : new Rotation(_layout.CodeDimensions);

        float[] norms = new float[(_layout.Count + PartRows - 1) / PartRows];
        Parallel.For(0, norms.Length, new ParallelOptions { CancellationToken = cancellationToken }, part =>
        {
            int first = part * PartRows;
            norms[part] = Encode(first, Math.Min(first + PartRows, _layout.Count), rotation is null ? null : new BinaryEncoder(center, rotation));
        });

        CodeImage image = new(Memory, Memory, 0, _layout, norms.Max(), checks: null);
        _memory = null;
        return image;
    }

    /// <inheritdoc/>
    public void Dispose() => _memory?.Dispose();

    private float[] FindCenter()
    {
        double[] sums = new double[_layout.Dimensions];
        for (int row = 0; row < _layout.Count; row++)
        {
            Span<float> vector = Vector(row);
            for (int i = 0; i < sums.Length; i++)
            {
                sums[i] += vector[i];
            }
        }

        return [.. sums.Select(sum => (float)(sum / _layout.Count))];
    }

    private float Encode(int first, int end, BinaryEncoder? binary)
    {
        AlignedMemory memory = Memory;
        float largestNorm = 0;
        for (int row = first; row < end; row++)
        {
            Span<float> vector = Vector(row);
            (float scale, float residual, float norm) = ScalarEncoder.Encode(
                vector, memory.Part<byte>(_layout.Levels + ((long)row * _layout.CodeDimensions), _layout.CodeDimensions));
            SetFloat(_layout.Scales, row, scale);
            SetFloat(_layout.Scales, _layout.BlockedCount + (long)row, residual);
            largestNorm = MathF.Max(largestNorm, norm);

            if (binary is not null)
            {
                EncodeBits(binary, row, vector);
            }
        }

        return largestNorm;
    }

    private void EncodeBits(BinaryEncoder binary, int row, ReadOnlySpan<float> vector)
    {
        Span<byte> block = Memory.Part<byte>(_layout.Bits + (row / BinaryKernels.BlockRows * (long)_layout.BlockBytes), _layout.BlockBytes);
        BinaryFactors factors = binary.Encode(vector, block, row % BinaryKernels.BlockRows);
        SetFloat(_layout.Factors, row, factors.Base);
        SetFloat(_layout.Factors, _layout.BlockedCount + (long)row, factors.Scale);
        SetFloat(_layout.Factors, (2L * _layout.BlockedCount) + row, factors.Deviation);
    }

    private Span<float> Vector(int row) =>
        Memory.Part<float>(_layout.Vectors + ((long)row * _layout.Dimensions * sizeof(float)), _layout.Dimensions);

    private void SetFloat(long section, long index, float value) => Memory.Part<float>(section + (index * sizeof(float)), 1)[0] = value;
}
