using VectorHost.Indexing.Snapshots;

namespace VectorHost.Indexing.Searching;

/// <summary>A repository that is searched.</summary>
/// <param name="Repository">Its name in the store.</param>
/// <param name="Snapshot">Its files, chunks and terms.</param>
public sealed record SearchScope(string Repository, RepositorySnapshot Snapshot);
