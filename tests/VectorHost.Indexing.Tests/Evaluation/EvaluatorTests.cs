using Microsoft.Extensions.Logging.Abstractions;
using VectorHost.Abstractions;
using VectorHost.Indexing.Embedding;
using VectorHost.Indexing.Evaluation;
using VectorHost.Indexing.Pipeline;
using VectorHost.Indexing.Repositories;
using VectorHost.TestSupport;

namespace VectorHost.Indexing.Tests.Evaluation;

public sealed class EvaluatorTests
{
    private const string Documented = "Delivers the parcel to its recipient";

    [Test]
    public async Task A_tiny_repository_gets_the_figures_that_a_pencil_gets()
    {
        using TemporaryFolder folder = TinyRepository();
        // The first is found at once; the second is not there at all; the third is expected in two places and has one.
        LabelledQuery[] queries =
        [
            Query("parcel recipient", "parcel.cs"),
            Query("parcel recipient", "sum.cs"),
            Query("sum of the amounts", "sum.cs", "empty.cs"),
        ];

        EvaluationResult result = (await EvaluateAsync(folder.Path, queries, new RecordingEnvironment(), "terms")).Single();

        double third = 1 / (1 + (1 / Math.Log2(3)));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(result.Answers.Select(answer => answer.FirstRank), Is.EqualTo(new int?[] { 1, null, 1 }));
            Assert.That(result.Quality.Ndcg, Is.EqualTo((1 + 0 + third) / 3).Within(1e-12));
            Assert.That(result.Quality.ReciprocalRank, Is.EqualTo(2.0 / 3).Within(1e-12));
            Assert.That(result.Quality.RecallAt10, Is.EqualTo((1 + 0 + 0.5) / 3).Within(1e-12));
            Assert.That(result.Chunks, Is.EqualTo(3));
        }
    }

    [Test]
    public async Task Each_setup_is_indexed_once_and_asked_in_every_variant()
    {
        using TemporaryFolder folder = TinyRepository();
        RecordingEnvironment environment = new();

        IReadOnlyList<EvaluationResult> results = await EvaluateAsync(
            folder.Path, [Query("parcel", "parcel.cs")], environment, "terms", "vectors", "fused", "ranked");

        Assert.That(results.Select(result => result.Variant), Is.EqualTo(new[] { "terms", "vectors", "fused", "ranked" }));
        Assert.That(environment.Stores, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Nothing_stays_behind_in_the_store_or_on_the_disk()
    {
        using TemporaryFolder folder = TinyRepository();
        RecordingEnvironment environment = new();

        await EvaluateAsync(folder.Path, [Query("parcel", "parcel.cs")], environment, "ranked");

        Assert.That(environment.Stores.Single().Records, Is.Empty);
        Assert.That(await environment.Stores.Single().GetMetadataAsync(), Is.Empty);
        Assert.That(Directory.Exists(Path.GetDirectoryName(environment.Folders.Single())), Is.False);
        Assert.That(Directory.EnumerateFileSystemEntries(folder.Path).Count(), Is.EqualTo(3), "The repository itself is left alone.");
    }

    [Test]
    public async Task What_others_keep_in_a_store_that_ignores_its_place_stays()
    {
        using TemporaryFolder folder = TinyRepository();
        InMemoryVectorStore shared = new();
        using IndexedFolder other = new() { Store = shared };
        other.Write("theirs.cs", "class Theirs { }");
        await other.IndexAsync();

        await EvaluateAsync(folder.Path, [Query("parcel", "parcel.cs")], new RecordingEnvironment(shared), "ranked");

        Assert.That(shared.Records.Values.Select(record => record.Path), Is.EqualTo(new[] { "theirs.cs" }));
    }

    [Test]
    public void A_cancelled_evaluation_leaves_nothing_either()
    {
        using TemporaryFolder folder = TinyRepository();
        RecordingEnvironment environment = new();
        using CancellationTokenSource cancellation = new();
        Observer observer = new() { OnAsked = cancellation.Cancel };

        Assert.That(
            async () => await NewEvaluator(environment).EvaluateAsync(Plan(folder.Path, [Query("a parcel", "parcel.cs"), Query("b parcel", "parcel.cs")], "ranked"), observer, cancellation.Token).ToListAsync(),
            Throws.InstanceOf<OperationCanceledException>());
        Assert.That(environment.Stores.Single().Records, Is.Empty);
        Assert.That(Directory.Exists(Path.GetDirectoryName(environment.Folders.Single())), Is.False);
    }

    [Test]
    public async Task Documentation_becomes_questions_and_is_hidden_from_what_is_searched()
    {
        using TemporaryFolder folder = TinyRepository();
        folder.Write("tests/ParcelTests.cs", "/// <summary>Checks that the parcel came to the right door.</summary>\nclass ParcelTests\n{\n}\n");

        using MinedRepository mined = await MinedRepository.CreateAsync(folder.Path, new WalkOptions(), CancellationToken.None);

        LabelledQuery query = mined.Queries.Single();
        Assert.That(query.Text, Is.EqualTo(Documented));
        Assert.That(query.Expected, Is.EqualTo(new[] { new ExpectedPlace { Path = "parcel.cs", StartLine = 2, EndLine = 5 } }));
        string copy = await File.ReadAllTextAsync(Path.Combine(mined.Root, "parcel.cs"));
        Assert.That(copy, Does.Not.Contain(Documented).And.StartsWith("\nclass Parcel"), "The line is there, and empty.");
        Assert.That(File.Exists(Path.Combine(mined.Root, "tests/ParcelTests.cs")), Is.True);
        Assert.That(await File.ReadAllTextAsync(folder.At("parcel.cs")), Does.Contain(Documented), "The repository itself is left alone.");
    }

    [Test]
    public async Task A_sentence_that_documents_two_places_is_no_question()
    {
        using TemporaryFolder folder = TinyRepository();
        folder.Write("other.cs", $"/// <summary>{Documented}.</summary>\nclass Other\n{{\n}}\n");
        folder.Write("third.cs", "/// <summary>Says what remains to be said.</summary>\nclass Third\n{\n}\n");

        using MinedRepository mined = await MinedRepository.CreateAsync(folder.Path, new WalkOptions(), CancellationToken.None);

        Assert.That(mined.Queries.Select(query => query.Text), Is.EqualTo(new[] { "Says what remains to be said" }));
    }

    [Test]
    public void A_repository_without_documentation_says_how_to_go_on()
    {
        using TemporaryFolder folder = new();
        folder.Write("plain.cs", "class Plain\n{\n}\n");

        Assert.That(
            async () => await MinedRepository.CreateAsync(folder.Path, new WalkOptions(), CancellationToken.None),
            Throws.InstanceOf<EvaluationException>().With.Message.Contains("--queries FILE"));
    }

    private static TemporaryFolder TinyRepository()
    {
        TemporaryFolder folder = new();
        folder.Write("parcel.cs", $"/// <summary>{Documented}.</summary>\nclass Parcel\n{{\n    void Recipient() {{ }}\n}}\n");
        folder.Write("sum.cs", "class Sum\n{\n    int OfAmounts() => 3;\n}\n");
        folder.Write("empty.cs", "class Blank\n{\n}\n");
        return folder;
    }

    private static LabelledQuery Query(string text, params string[] paths) =>
        new() { Text = text, Expected = [.. paths.Select(path => new ExpectedPlace { Path = path })] };

    private static EvaluationPlan Plan(string root, IReadOnlyList<LabelledQuery> queries, params string[] variants) => new()
    {
        Root = root,
        Queries = queries,
        Setups = [new EvaluationSetup("memory", EmbedderFactory.Lexical, 1_000)],
        Variants = [.. variants.Select(name => SearchVariant.Stages.Single(stage => stage.Name == name))],
    };

    private static Evaluator NewEvaluator(RecordingEnvironment environment) => new(environment, TimeProvider.System, NullLoggerFactory.Instance);

    private static async Task<IReadOnlyList<EvaluationResult>> EvaluateAsync(
        string root, IReadOnlyList<LabelledQuery> queries, RecordingEnvironment environment, params string[] variants) =>
        await NewEvaluator(environment).EvaluateAsync(Plan(root, queries, variants), new Observer(), CancellationToken.None).ToListAsync();

    private sealed class Observer : IEvaluationObserver
    {
        public Action? OnAsked { get; init; }

        public Task FollowIndexingAsync(EvaluationSetup setup, IndexProgress progress, Task run) => Task.CompletedTask;

        public void Asked(EvaluationSetup setup, SearchVariant variant, int done, int total) => OnAsked?.Invoke();
    }

    private sealed class RecordingEnvironment(InMemoryVectorStore? shared = null) : IEvaluationEnvironment
    {
        public List<InMemoryVectorStore> Stores { get; } = [];

        public List<string> Folders { get; } = [];

        public Task<Embedder> ConnectEmbedderAsync(string provider, CancellationToken cancellationToken) => Task.FromResult(
            EmbedderFactory.Create(new EmbeddingOptions { Provider = provider }, NullLoggerFactory.Instance, TimeProvider.System));

        public Task<IVectorStore> ConnectStoreAsync(string backend, string folder, CancellationToken cancellationToken)
        {
            Folders.Add(folder);
            Stores.Add(shared ?? new InMemoryVectorStore());
            return Task.FromResult<IVectorStore>(Stores[^1]);
        }
    }
}
