using System.Collections;
using VectorHost.Indexing.Snapshots.Terms;

namespace VectorHost.Indexing.Searching;

/// <summary>A repository within one search: which of its files are looked at, and how well its terms fit.</summary>
/// <param name="Scope">The repository.</param>
/// <param name="Files">The files that are looked at, one bit for each; <see langword="null"/> for all.</param>
/// <param name="Terms">How well its chunks and files fit.</param>
internal sealed record ScopeMatches(SearchScope Scope, BitArray? Files, TermMatches Terms)
{
    /// <summary>The paths of the files that are looked at, where not all are.</summary>
    public IEnumerable<string> SelectedPaths()
    {
        for (int i = 0; i < Files?.Count; i++)
        {
            if (Files[i])
            {
                yield return Scope.Snapshot.GetFile(i).Path;
            }
        }
    }
}
