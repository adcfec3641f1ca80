using VectorHost.Plugins.Sqlite.Database;

namespace VectorHost.Plugins.Sqlite.Search;

/// <summary>What a search goes through: repositories, and which of their rows. Holds the vectors that it needs.</summary>
/// <param name="cache">Where vectors come from.</param>
internal sealed class SearchPlan(VectorCache cache) : IDisposable
{
    // Up to here, reading single vectors from the file is quicker than reading a repository's into memory first.
    private const int FewRows = 2000;

    private readonly List<Part> _parts = [];

    /// <summary>The parts; those without vectors are to be read from the file.</summary>
    public IReadOnlyList<Part> Parts => _parts;

    /// <summary>Adds a repository.</summary>
    /// <param name="scope">The repository.</param>
    /// <param name="rowIds">Which of its rows; null for all.</param>
    public void Add(SearchScope scope, IReadOnlyList<long>? rowIds)
    {
        if (rowIds?.Count != 0)
        {
            _parts.Add(new Part(scope, rowIds) { Vectors = cache.TryHold(scope) });
        }
    }

    /// <summary>Whether nothing has to be read into memory first.</summary>
    public bool IsReady => _parts.TrueForAll(static part => part.Vectors is not null || part.RowIds?.Count <= FewRows);

    /// <summary>How many rows are searched.</summary>
    public long RowCount
    {
        get
        {
            long count = 0;
            foreach (Part part in _parts)
            {
                count += part.RowIds?.Count ?? part.Vectors?.Count ?? 0;
            }

            return count;
        }
    }

    /// <summary>Reads into memory what is needed.</summary>
    public async Task PrepareAsync(ReadSnapshot snapshot, CancellationToken cancellationToken)
    {
        foreach (Part part in _parts)
        {
            if (part.Vectors is null && !(part.RowIds?.Count <= FewRows))
            {
                part.Vectors = await cache.HoldAsync(snapshot, part.Scope, _parts.Count, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (Part part in _parts)
        {
            part.Vectors?.Release();
            part.Vectors = null;
        }
    }

    /// <summary>One repository of a search.</summary>
    internal sealed class Part(SearchScope scope, IReadOnlyList<long>? rowIds)
    {
        /// <summary>The repository.</summary>
        public SearchScope Scope => scope;

        /// <summary>Which of its rows; null for all.</summary>
        public IReadOnlyList<long>? RowIds => rowIds;

        /// <summary>Its vectors, where they are in memory.</summary>
        public ScopeVectors? Vectors { get; set; }
    }
}
