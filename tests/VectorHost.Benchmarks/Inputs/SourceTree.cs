using VectorHost.Indexing.Repositories;

namespace VectorHost.Benchmarks.Inputs;

/// <summary>The files of a repository that are indexed, read into memory.</summary>
internal sealed class SourceTree
{
    private SourceTree(IReadOnlyList<WalkedFile> walked, IReadOnlyList<SourceFile> files)
    {
        Walked = walked;
        Files = files;
        Bytes = walked.Sum(file => file.Length);
    }

    /// <summary>The files as the walk gave them.</summary>
    public IReadOnlyList<WalkedFile> Walked { get; }

    /// <summary>The files that are text and worth indexing, in the same order.</summary>
    public IReadOnlyList<SourceFile> Files { get; }

    /// <summary>The length of the walked files.</summary>
    public long Bytes { get; }

    /// <summary>Reads a repository.</summary>
    /// <exception cref="BenchmarkException">There is nothing to index in it.</exception>
    public static async Task<SourceTree> ReadAsync(RepositoryIdentity repository, CancellationToken cancellationToken)
    {
        SourceFileReader reader = new();
        List<WalkedFile> walked = [.. Walk(repository.Root, cancellationToken)];
        List<SourceFile> files = [];
        foreach (WalkedFile file in walked)
        {
            if (await reader.ReadAsync(file, cancellationToken) is { IsRead: true } result)
            {
                files.Add(result.File);
            }
        }

        return files.Count > 0
            ? new SourceTree(walked, files)
            : throw BenchmarkException.NothingToIndex(repository.Root);
    }

    /// <summary>Walks a repository.</summary>
    public static IEnumerable<WalkedFile> Walk(string root, CancellationToken cancellationToken = default) =>
        new RepositoryWalker().Walk(root, new WalkOptions(), new SkipCounter(), cancellationToken);
}
