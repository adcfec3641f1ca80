using VectorHost.Indexing.Ranking;
using VectorHost.Indexing.Snapshots;

namespace VectorHost.Indexing.Searching;

/// <summary>The chunks of one repository that a search found.</summary>
/// <param name="scope">The repository, and how its terms fit.</param>
internal sealed class FoundChunks(ScopeMatches scope)
{
    private readonly RepositorySnapshot _snapshot = scope.Scope.Snapshot;
    private readonly Dictionary<int, FoundChunk> _byNumber = [];
    private readonly Dictionary<int, FoundFile> _files = [];

    /// <summary>The chunks.</summary>
    public List<FoundChunk> All { get; } = [];

    /// <summary>Adds a chunk by its id, where the repository has it.</summary>
    /// <param name="id">The id.</param>
    public FoundChunk? TryAdd(Guid id) => _snapshot.FindChunk(id) is >= 0 and int number ? Add(number, id) : null;

    /// <summary>Adds a chunk, which may have been added before.</summary>
    /// <param name="number">Its number.</param>
    /// <param name="id">Its id.</param>
    public FoundChunk Add(int number, Guid id)
    {
        if (!_byNumber.TryGetValue(number, out FoundChunk? chunk))
        {
            chunk = new FoundChunk(id, number);
            _byNumber.Add(number, chunk);
            All.Add(chunk);
        }

        return chunk;
    }

    /// <summary>Finds out how well the terms of each chunk and of its file fit.</summary>
    public void Score()
    {
        foreach (FoundChunk chunk in All)
        {
            chunk.Terms = scope.Terms.ScoreOfChunk(chunk.Number);
            chunk.File = FileOf(chunk.Number);
        }
    }

    private FoundFile FileOf(int chunk)
    {
        int number = _snapshot.GetFileOfChunk(chunk);
        if (!_files.TryGetValue(number, out FoundFile? file))
        {
            (string path, string language) = _snapshot.GetFileNames(number);
            file = new FoundFile(new CandidateFile(scope.Scope.Repository, path, language), scope.Terms.ScoreOfFile(number));
            _files.Add(number, file);
        }

        return file;
    }
}
