using VectorHost.EmbeddingTrainer.Corpus;
using VectorHost.Indexing.Repositories;

namespace VectorHost.EmbeddingTrainer.Mining;

/// <summary>Mines all repositories of a corpus.</summary>
internal static class CorpusMiner
{
    /// <summary>The most pairs of one kind from one repository: none shall outweigh the others.</summary>
    private const int MostPairs = 14_000;

    /// <summary>Mines, and writes what is found.</summary>
    /// <param name="repositories">The repositories.</param>
    /// <param name="folder">Where they lie.</param>
    /// <param name="output">The file to write.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public static async Task MineAsync(IReadOnlyList<CorpusRepository> repositories, string folder, string output, CancellationToken cancellationToken)
    {
        await using FileStream file = File.Create(output);
        await using BinaryWriter writer = new(file);
        foreach (CorpusRepository repository in repositories)
        {
            IReadOnlyList<Pair> pairs = await MineAsync(repository, Path.Combine(folder, repository.Folder), cancellationToken);
            PairFile.Write(writer, pairs);
            string counts = string.Join(", ", pairs.CountBy(pair => pair.Kind).Select(kind => $"{kind.Value} {kind.Key}"));
            await Console.Error.WriteLineAsync($"{repository.Name}: {counts}");
        }
    }

    private static async Task<IReadOnlyList<Pair>> MineAsync(CorpusRepository repository, string folder, CancellationToken cancellationToken)
    {
        WalkedFile[] files = [.. new RepositoryWalker().Walk(folder, new(), new(), cancellationToken)];
        Pair[][] pairs = new Pair[files.Length][];
        SourceFileReader reader = new();
        await Parallel.ForAsync(0, files.Length, cancellationToken, async (i, token) =>
        {
            SourceFile? file = (await reader.ReadAsync(files[i], token)).File;
            pairs[i] = file is null ? [] : [.. PairMiner.Mine(repository.Name, file)];
        });
        return PairSelection.Choose(pairs.SelectMany(found => found), MostPairs);
    }
}
