using VectorHost.EmbeddingTrainer.Encoding;
using VectorHost.EmbeddingTrainer.Evaluation;
using VectorHost.EmbeddingTrainer.Mining;
using VectorHost.EmbeddingTrainer.Output;
using VectorHost.EmbeddingTrainer.Training;
using VectorHost.Indexing.Embedding.Trained;

namespace VectorHost.EmbeddingTrainer.Tests;

public sealed class TrainingTests
{
    private static readonly TrainingOptions Options = new()
    {
        Dimensions = 32,
        Words = 500,
        Epochs = 6,
        BatchPairs = 32,
        BlockPairs = 8,
        LearningRate = 0.03f,
        Threads = 2,
    };

    /// <summary>Forty things that questions and code call by different words, in five repositories.</summary>
    private static readonly EncodedCorpus Corpus = EncodedCorpus.Make(MakePairs, new HashSet<string> { "test/held" }, Options.Words, threads: 2);

    [Test]
    public void The_same_seed_gives_the_same_model_on_any_number_of_threads()
    {
        byte[] one = Train(Options with { Threads = 1 });
        byte[] three = Train(Options with { Threads = 3 });
        byte[] other = Train(Options with { Seed = 2 });
        Assert.That(three, Is.EqualTo(one));
        Assert.That(other, Is.Not.EqualTo(one));
    }

    [Test]
    public void Training_teaches_which_words_belong_together_in_repositories_never_seen()
    {
        List<double> gains = [];
        new Trainer(Corpus, Options, _ => { }).Train(table => gains.Add(HeldOutEvaluation.Measure(Corpus.HeldOut, table, ofChunks: false)["test/held"].Gain));
        Assert.That(gains[^1], Is.GreaterThan(0.95), string.Join(' ', gains));
        EmbeddingTable untrained = new(Corpus.PairsOfWord, Corpus.Training.Count, Options);
        Assert.That(HeldOutEvaluation.Measure(Corpus.HeldOut, untrained, ofChunks: false)["test/held"].Gain, Is.LessThan(0.6));
    }

    [Test]
    public void The_model_s_file_is_one_that_the_host_reads()
    {
        StaticModel model = StaticModel.Read(Train(Options with { Epochs = 1 }));
        Assert.That(model.Dimensions, Is.EqualTo(32));
    }

    [Test]
    public void Words_of_fewer_than_four_repositories_are_not_learned()
    {
        string words = System.Text.Encoding.UTF8.GetString(Corpus.WordBlock);
        Assert.That(words.Split('\n'), Does.Contain("askedbb").And.Not.Contain("once"));
    }

    private static byte[] Train(TrainingOptions options)
    {
        EmbeddingTable table = new Trainer(Corpus, options, _ => { }).Train(_ => { });
        return ModelWriter.Write(Corpus.WordBlock, table.Values, table.Dimensions);
    }

    private static IEnumerable<Pair> MakePairs() =>
        from repository in new[] { "test/a", "test/b", "test/c", "test/d", "test/held" }
        from round in Enumerable.Range(0, repository == "test/held" ? 1 : 10)
        from thing in Enumerable.Range(0, 40)
        let letters = $"{"bcdf"[thing / 10]}{"bcdfghjkmn"[thing % 10]}"
        select new Pair
        {
            Kind = PairKind.Documentation,
            Repository = repository,
            Language = "go",
            Path = $"{repository[5..]}/{round}",
            Query = $"what asked{letters} means{letters}",
            Code = $"func make{letters} uses{letters} with plain words {(repository == "test/a" ? "once" : "")}",
            Chunk = "",
            ChunkStart = thing,
        };
}
