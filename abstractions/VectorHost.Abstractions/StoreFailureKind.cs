namespace VectorHost.Abstractions;

/// <summary>The closed set of ways in which a store fails. New ways are mapped to these; none is added lightly.</summary>
public enum StoreFailureKind
{
    /// <summary>The store cannot be reached or cannot work now: refused connection, disk trouble, server error. Transient.</summary>
    Unavailable,

    /// <summary>The store did not answer in time; whether a write took effect is unknown. Transient.</summary>
    TimedOut,

    /// <summary>The store asks to slow down; <see cref="VectorStoreException.RetryAfter"/> may say by how much. Transient.</summary>
    Throttled,

    /// <summary>The backend's section of the configuration is wrong or incomplete.</summary>
    InvalidConfiguration,

    /// <summary>The credentials are missing, wrong, or not allowed to do this.</summary>
    RefusedCredentials,

    /// <summary>The server, file or library is of a version that this backend cannot work with.</summary>
    Incompatible,

    /// <summary>What the operation needs is not there.</summary>
    NotFound,

    /// <summary>Another writer is in the way. Transient when the store says so.</summary>
    Conflict,

    /// <summary>The data does not fit what the store holds: other dimensions, another metric, a foreign collection.</summary>
    Mismatch,

    /// <summary>The store refuses a record for what it contains.</summary>
    InvalidRecord,

    /// <summary>The request is larger than the store allows.</summary>
    LimitExceeded,

    /// <summary>The stored data is damaged.</summary>
    Corrupt,

    /// <summary>The answer could not be understood: probably not the expected server.</summary>
    Protocol,
}
