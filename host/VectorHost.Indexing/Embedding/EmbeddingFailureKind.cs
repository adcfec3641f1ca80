namespace VectorHost.Indexing.Embedding;

/// <summary>The ways in which embedding fails.</summary>
public enum EmbeddingFailureKind
{
    /// <summary>A setting of the <c>embedding</c> section is missing or wrong.</summary>
    InvalidConfiguration,

    /// <summary>The provider cannot be reached or cannot work now. Transient.</summary>
    Unavailable,

    /// <summary>The provider did not answer in time. Transient.</summary>
    TimedOut,

    /// <summary>The provider asks to slow down, or a quota is used up.</summary>
    Throttled,

    /// <summary>The key is missing, wrong, or not allowed to do this.</summary>
    RefusedCredentials,

    /// <summary>The provider refuses the request for what it contains, such as a text that is too long.</summary>
    RefusedRequest,

    /// <summary>The vectors have another number of dimensions than configured or than before.</summary>
    DimensionMismatch,

    /// <summary>The answer is not what an embedding provider gives: probably another server.</summary>
    Protocol,
}
