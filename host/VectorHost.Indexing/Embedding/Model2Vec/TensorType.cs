namespace VectorHost.Indexing.Embedding.Model2Vec;

/// <summary>What the numbers of a <see cref="Tensor"/> are, of the kinds that static models use.</summary>
internal enum TensorType
{
    /// <summary>8-bit integers.</summary>
    Int8,

    /// <summary>Half precision.</summary>
    Float16,

    /// <summary>The upper half of single precision.</summary>
    BFloat16,

    /// <summary>Single precision.</summary>
    Float32,

    /// <summary>Double precision.</summary>
    Float64,

    /// <summary>32-bit integers.</summary>
    Int32,

    /// <summary>64-bit integers.</summary>
    Int64,
}
