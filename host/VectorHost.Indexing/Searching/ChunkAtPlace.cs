using System.Globalization;
using VectorHost.Indexing.Pipeline;
using VectorHost.Indexing.Repositories;
using VectorHost.Indexing.Snapshots;

namespace VectorHost.Indexing.Searching;

/// <summary>Finds the chunk that holds a line of a file.</summary>
internal static class ChunkAtPlace
{
    /// <summary>Finds the chunk; a blank line between two chunks belongs to the one after it.</summary>
    /// <param name="scope">The repository.</param>
    /// <param name="place">The place.</param>
    /// <exception cref="PlaceNotFoundException">The file is not indexed, or is not that long.</exception>
    public static SnapshotChunk Find(SearchScope scope, CodePlace place)
    {
        int number = scope.Snapshot.FindFile(place.Path);
        if (number < 0)
        {
            throw new PlaceNotFoundException(Unknown(scope, place.Path));
        }

        if (SnapshotEntries.ReasonOf(scope.Snapshot.GetFile(number)) is { } reason)
        {
            throw new PlaceNotFoundException($"'{place.Path}' is left out of the index ({reason.DisplayName()}): only what is indexed can be compared.");
        }

        IReadOnlyList<SnapshotChunk> chunks = scope.Snapshot.GetChunks(number);
        return chunks.FirstOrDefault(chunk => place.Line <= chunk.EndLine)
            ?? throw new PlaceNotFoundException(string.Create(
                CultureInfo.InvariantCulture,
                $"'{place.Path}' has no code at line {place.Line}: what is indexed of it ends at line {chunks.Select(chunk => chunk.EndLine).LastOrDefault()}."));
    }

    private static string Unknown(SearchScope scope, string path)
    {
        string message = $"'{path}' is not in the index of '{scope.Repository}'";
        return Nearest(scope.Snapshot, path) is { } nearest
            ? $"{message}: did you mean '{nearest}'?"
            : $"{message}: give its path relative to the repository's root, as search prints it.";
    }

    /// <summary>The file with the same name, or with the same path but for case, that shares most of its end.</summary>
    private static string? Nearest(RepositorySnapshot snapshot, string path)
    {
        string name = path[(path.LastIndexOf('/') + 1)..];
        return Enumerable.Range(0, snapshot.FileCount)
            .Select(snapshot.GetFile)
            .Where(file => SnapshotEntries.ReasonOf(file) is null)
            .Select(file => file.Path)
            .Where(other => other[(other.LastIndexOf('/') + 1)..].Equals(name, StringComparison.OrdinalIgnoreCase))
            .MaxBy(other => SharedEnd(other, path));
    }

    private static int SharedEnd(string left, string right)
    {
        int length = 0;
        while (length < Math.Min(left.Length, right.Length) && left[^(length + 1)] == right[^(length + 1)])
        {
            length++;
        }

        return length;
    }
}
