using VectorHost.Abstractions;
using VectorHost.Benchmarks.Inputs;

namespace VectorHost.Benchmarks.Comparisons;

/// <summary>A way to find the nearest records.</summary>
/// <param name="Scope">Among which records.</param>
/// <param name="Name">What the report calls it.</param>
/// <param name="IsScan">Whether it is a plain scan, with which those after it are compared.</param>
/// <param name="FindAsync">Finds the ids, nearest first.</param>
internal sealed record Way(
    string Scope, string Name, bool IsScan, Func<ReadOnlyMemory<float>, CancellationToken, Task<IReadOnlyList<Guid>>> FindAsync)
{
    /// <summary>All ways to search a set, each scan before those that are compared with it.</summary>
    /// <param name="set">What is searched.</param>
    /// <param name="store">The store that holds it.</param>
    /// <param name="exactStore">The same with the setting <c>exact</c>.</param>
    /// <param name="top">How many are to be found.</param>
    public static IEnumerable<Way> All(GeneratedRecords set, IVectorStore store, IVectorStore exactStore, int top)
    {
        PlainScan scan = new(set.Vectors, set.Dimensions);
        Way Scan(string scope, (int First, int End) rows) => new(scope, "plain scan", IsScan: true, (question, _) =>
            Task.FromResult<IReadOnlyList<Guid>>([.. scan.Search(question.Span, rows, top).Select(GeneratedRecords.IdOf)]));
        Way Store(string scope, RecordFilter filter, RecordParts parts, bool isExact = false) => new(
            scope, $"store{(isExact ? ", exact" : "")}, {(parts == RecordParts.None ? "without" : "with")} text", IsScan: false, async (question, token) =>
            {
                VectorQuery query = new() { Embedding = question, Top = top, Filter = filter, Parts = parts };
                return [.. (await (isExact ? exactStore : store).SearchAsync(query, token)).Select(hit => hit.Record.Id)];
            });

        const string All = "all";
        yield return Scan(All, set.All);
        yield return Store(All, RecordFilter.All, RecordParts.None);
        yield return Store(All, RecordFilter.All, RecordParts.Text);
        yield return Store(All, RecordFilter.All, RecordParts.Text, isExact: true);

        const string Small = "repository, 1 %";
        yield return Scan(Small, set.SmallRows);
        yield return Store(Small, RecordFilter.ForRepository(GeneratedRecords.SmallRepository), RecordParts.Text);

        const string Folder = "path prefix, 5 %";
        yield return Scan(Folder, set.FolderRows);
        yield return Store(Folder, new RecordFilter { PathPrefix = GeneratedRecords.Folder }, RecordParts.Text);
    }
}
