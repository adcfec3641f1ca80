using System.Numerics.Tensors;
using VectorHost.Indexing.Snapshots.Format;

namespace VectorHost.Indexing.Embedding.Model2Vec;

/// <summary>The vector of each token, left in the mapped file, and what each token weighs.</summary>
internal sealed class TokenVectors : IDisposable
{
    /// <summary>How the array is called by Model2Vec, by Sentence Transformers, and by the first Model2Vec models.</summary>
    private static readonly string[] Names = ["embeddings", "embedding.weight", "0"];

    private readonly SafetensorsFile _file;
    private readonly Tensor _vectors;
    private readonly float[]? _weights;
    private readonly int[]? _mapping;

    private TokenVectors(SafetensorsFile file)
    {
        _file = file;
        _vectors = Names.Select(file.Find).FirstOrDefault(tensor => tensor is not null)
            ?? throw new ModelFormatException($"it has no array '{Names[0]}' of numbers: is it a static model?");
        if (_vectors is not { Shape: [> 0 and <= int.MaxValue, > 0 and <= short.MaxValue], Type: not (TensorType.Int32 or TensorType.Int64) })
        {
            throw new ModelFormatException("its array of vectors has not the shape or the numbers of vectors");
        }

        using MappedFile.Lease lease = file.Hold();
        _weights = ReadWeights();
        _mapping = ReadMapping();
        TokenCount = _mapping?.Length ?? (int)_vectors.Shape[0];
    }

    /// <summary>The length of the vectors.</summary>
    public int Dimensions => (int)_vectors.Shape[1];

    /// <summary>How many tokens have a vector: numbers up to this.</summary>
    public int TokenCount { get; }

    /// <summary>Takes the vectors from a file, which it then owns.</summary>
    /// <exception cref="ModelFormatException">They are not in it, or damaged.</exception>
    public static TokenVectors From(SafetensorsFile file) => new(file);

    /// <summary>
    /// The weighted mean of tokens' vectors; zeros where there are none. Numbers are added in the order of the tokens, not
    /// fused, so that the result has the same bits on every machine.
    /// </summary>
    /// <param name="tokens">Their numbers, each below <see cref="TokenCount"/>.</param>
    /// <param name="mean">Where to: <see cref="Dimensions"/> numbers.</param>
    /// <param name="buffer">As many, to work in.</param>
    public void Average(ReadOnlySpan<int> tokens, Span<float> mean, Span<float> buffer)
    {
        mean.Clear();
        if (tokens.Length == 0)
        {
            return;
        }

        int size = Dimensions * Tensor.SizeOf(_vectors.Type);
        using MappedFile.Lease lease = _file.Hold();
        foreach (int token in tokens)
        {
            long row = _mapping is null ? token : _mapping[token];
            NumberReader.ToSingle(_vectors.Type, _file.Read(_vectors.Offset + (row * size), size), buffer);
            if (_weights is not null)
            {
                TensorPrimitives.Multiply(buffer, _weights[token], buffer);
            }

            TensorPrimitives.Add(mean, buffer, mean);
        }

        TensorPrimitives.Divide(mean, tokens.Length, mean);
    }

    /// <summary>Lets go of the file.</summary>
    public void Dispose() => _file.Dispose();

    private float[]? ReadWeights()
    {
        if (_file.Find("weights") is not { } tensor)
        {
            return null;
        }

        float[] weights = new float[tensor.Length / Tensor.SizeOf(tensor.Type)];
        NumberReader.ToSingle(tensor.Type, _file.Read(tensor.Offset, (int)tensor.Length), weights);
        long tokens = _file.Find("mapping") is { Shape: [var mapped] } ? mapped : _vectors.Shape[0];
        return weights.Length >= tokens
            ? weights
            : throw new ModelFormatException("its array 'weights' is shorter than there are tokens");
    }

    private int[]? ReadMapping()
    {
        if (_file.Find("mapping") is not { } tensor)
        {
            return null;
        }

        int[] mapping = NumberReader.ToInt32(tensor.Type, _file.Read(tensor.Offset, (int)tensor.Length));
        return Array.TrueForAll(mapping, row => row < _vectors.Shape[0])
            ? mapping
            : throw new ModelFormatException("its array 'mapping' leads to vectors that are not there");
    }
}
