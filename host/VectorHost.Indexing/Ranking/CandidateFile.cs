using VectorHost.Indexing.Ranking.Paths;

namespace VectorHost.Indexing.Ranking;

/// <summary>The file of a candidate. Files are equal where repository and path are.</summary>
public sealed class CandidateFile : IEquatable<CandidateFile>
{
    private readonly int _hash;
    private PathKind? _kind;

    /// <summary>Describes a file.</summary>
    /// <param name="repository">The repository's name.</param>
    /// <param name="path">The file, relative to the repository's root, with <c>/</c> between its parts.</param>
    /// <param name="language">Its language in lower case.</param>
    public CandidateFile(string repository, string path, string language)
    {
        ArgumentNullException.ThrowIfNull(repository);
        ArgumentNullException.ThrowIfNull(path);
        Repository = repository;
        Path = path;
        Language = language;
        _hash = HashCode.Combine(repository.GetHashCode(StringComparison.Ordinal), path.GetHashCode(StringComparison.Ordinal));
    }

    /// <summary>The repository's name.</summary>
    public string Repository { get; }

    /// <summary>The file, relative to the repository's root, with <c>/</c> between its parts.</summary>
    public string Path { get; }

    /// <summary>Its language in lower case.</summary>
    public string Language { get; }

    /// <summary>What it is for, as far as its path tells.</summary>
    public PathKind Kind => _kind ??= PathKinds.Of(Path);

    /// <inheritdoc/>
    public bool Equals(CandidateFile? other) =>
        ReferenceEquals(this, other) || (other is not null && _hash == other._hash && Path == other.Path && Repository == other.Repository);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as CandidateFile);

    /// <inheritdoc/>
    public override int GetHashCode() => _hash;
}
