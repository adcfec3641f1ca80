namespace VectorHost.Indexing.Pipeline;

/// <summary>Another process is indexing the repository.</summary>
/// <param name="repository">The repository's name.</param>
/// <param name="holder">The process, where it is known.</param>
public sealed class RepositoryBusyException(string repository, int? holder)
    : Exception($"Another process{(holder is null ? "" : $" ({holder})")} is indexing '{repository}'. Wait until it has finished, or end it.")
{
    /// <summary>The id of the process that indexes, where it is known.</summary>
    public int? Holder { get; } = holder;
}
