using System.Globalization;
using VectorHost.EmbeddingTrainer.Corpus;
using VectorHost.EmbeddingTrainer.Encoding;
using VectorHost.EmbeddingTrainer.Evaluation;
using VectorHost.EmbeddingTrainer.Mining;
using VectorHost.EmbeddingTrainer.Output;
using VectorHost.EmbeddingTrainer.Training;
using VectorHost.Indexing.Embedding.Lexical;
using VectorHost.Indexing.Embedding.Trained;

namespace VectorHost.EmbeddingTrainer;

/// <summary>Trains a model, measures it as the host will use it, and writes it with its provenance.</summary>
internal static class TrainCommand
{
    private const string ModelFile = "model.bin";
    private const string ProvenanceFile = "model.json";

    /// <summary>Runs.</summary>
    /// <param name="repositories">The corpus.</param>
    /// <param name="pairs">The file of mined pairs.</param>
    /// <param name="folder">Where the files go.</param>
    /// <param name="options">How to train.</param>
    /// <param name="timeProvider">Tells the day.</param>
    public static async Task RunAsync(
        IReadOnlyList<CorpusRepository> repositories, string pairs, string folder, TrainingOptions options, TimeProvider timeProvider)
    {
        HashSet<string> heldOut = [.. repositories.Where(repository => repository.IsHeldOut).Select(repository => repository.Name)];
        EncodedCorpus corpus = EncodedCorpus.Make(() => PairFile.Read(pairs), heldOut, options.Words, options.Threads);
        EmbeddingTable table = new Trainer(corpus, options, Console.WriteLine)
            .Train(trained => Console.WriteLine(RetrievalScores.Mean(HeldOutEvaluation.Measure(corpus.HeldOut, trained, ofChunks: true).Values)));
        byte[] file = ModelWriter.Write(corpus.WordBlock, table.Values, table.Dimensions);

        Pair[] questions = [.. PairFile.Read(pairs).Where(pair => pair.Kind == PairKind.Documentation && heldOut.Contains(pair.Repository))];
        using StaticEmbeddingGenerator trained = new(StaticModel.Read(file));
        using LexicalEmbeddingGenerator untrained = new();
        SortedDictionary<string, RetrievalScores> scores = await HeldOutEvaluation.MeasureAsync(questions, trained, ofChunks: true);
        SortedDictionary<string, RetrievalScores> baseline = await HeldOutEvaluation.MeasureAsync(questions, untrained, ofChunks: true);

        Provenance provenance = new()
        {
            Model = trained.Model,
            Date = timeProvider.GetUtcNow().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            Settings = options,
            Words = corpus.PairsOfWord.Length,
            Pairs = corpus.Training.CountBy(pair => pair.Kind).OrderBy(kind => kind.Key).ToDictionary(kind => kind.Key.ToString(), kind => kind.Value),
            HeldOutMeans = new Dictionary<string, RetrievalScores>(StringComparer.Ordinal)
            {
                ["static"] = RetrievalScores.Mean(scores.Values),
                ["lexical"] = RetrievalScores.Mean(baseline.Values),
            },
            HeldOut = scores,
            Repositories = Describe(repositories, corpus),
        };
        await File.WriteAllBytesAsync(Path.Combine(folder, ModelFile), file);
        await File.WriteAllTextAsync(Path.Combine(folder, ProvenanceFile), ProvenanceJson.Write(provenance));
        Console.WriteLine($"{trained.Model}: {file.Length} bytes, static {provenance.HeldOutMeans["static"]}, lexical {provenance.HeldOutMeans["lexical"]}");
    }

    private static IReadOnlyList<ProvenanceRepository> Describe(IReadOnlyList<CorpusRepository> repositories, EncodedCorpus corpus)
    {
        Dictionary<string, int> counts = corpus.Training.Concat(corpus.HeldOut).CountBy(pair => pair.Repository, StringComparer.Ordinal)
            .ToDictionary(count => count.Key, count => count.Value, StringComparer.Ordinal);
        return [.. repositories.Select(repository => new ProvenanceRepository
        {
            Name = repository.Name,
            Commit = repository.Commit,
            Licence = repository.Licence,
            IsHeldOut = repository.IsHeldOut,
            Pairs = counts.GetValueOrDefault(repository.Name),
        })];
    }
}
