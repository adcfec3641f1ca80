using System.Globalization;
using System.Numerics.Tensors;
using VectorHost.Indexing.Embedding;
using VectorHost.Indexing.Searching;

namespace VectorHost.Indexing.Tests.Searching;

public sealed class SimilarCodeTests
{
    private const string Sum =
        """
        public decimal SumInvoice(Invoice invoice)
        {
            decimal total = 0;
            foreach (InvoiceLine line in invoice.Lines)
            {
                total += line.Price * line.Quantity * (1 + line.TaxRate);
            }

            return Math.Round(total, 2, MidpointRounding.ToEven);
        }
        """;

    [Test]
    public async Task A_copy_of_the_code_is_the_most_similar_and_the_code_itself_is_no_hit()
    {
        using IndexedFolder folder = await IndexAsync(("billing/Total.cs", Sum), ("shop/Cart.cs", Sum.Replace("Invoice", "Cart", StringComparison.Ordinal)));

        SimilarCode similar = await folder.FindSimilarAsync("billing/Total.cs", 3);

        Assert.That(similar.Source.Path, Is.EqualTo("billing/Total.cs"));
        Assert.That(similar.Hits[0].Record.Path, Is.EqualTo("shop/Cart.cs"));
        Assert.That(similar.Hits[0].Score, Is.EqualTo(1));
        Assert.That(similar.Hits.Select(hit => hit.Record.Id), Does.Not.Contain(similar.Source.Id));
    }

    [Test]
    public async Task Code_is_compared_with_the_code_at_the_place_and_not_with_its_file()
    {
        using IndexedFolder folder = await IndexAsync(("billing/Total.cs", $"{Sum}\n\n{SampleCode.Class("Report", 60)}"), ("shop/Cart.cs", Sum));

        SimilarCode similar = await folder.FindSimilarAsync("billing/Total.cs", 3);

        ReadOnlyMemory<float> own = (await folder.Embedder.EmbedDocumentsAsync([EmbeddingText.ForChunk(similar.Source.Path, similar.Source.Text!)]))[0];
        Assert.That(similar.Source.Embedding.ToArray(), Is.Not.EqualTo(own.ToArray()).Within(0.01));
        foreach (RankedHit hit in similar.Hits)
        {
            float cosine = TensorPrimitives.Dot(own.Span, hit.Record.Embedding.Span);
            Assert.That(hit.Explanation[0].Reason, Is.EqualTo(string.Create(CultureInfo.InvariantCulture, $"cosine {cosine:0.000}")));
        }
    }

    [Test]
    public async Task Nothing_is_embedded_to_find_similar_code()
    {
        using IndexedFolder folder = await IndexAsync(("billing/Total.cs", Sum));
        folder.Embedder.Dispose();
        folder.Embedder = FixedEmbedder.CreateThatMayNotEmbed("lexical", dimensions: 256);

        SimilarCode similar = await folder.FindSimilarAsync("billing/Total.cs", 3);

        Assert.That(similar.Hits, Is.Not.Empty);
    }

    [Test]
    public async Task Code_in_the_same_language_comes_before_the_same_words_in_another()
    {
        using IndexedFolder folder = await IndexAsync(
            ("billing/Total.cs", Sum), ("docs/total.md", $"# Totals\n\n```\n{Sum}\n```\n"), ("shop/Cart.cs", Sum.Replace("Invoice", "Cart", StringComparison.Ordinal)));

        SimilarCode similar = await folder.FindSimilarAsync("billing/Total.cs", 3);

        Assert.That(similar.Hits.Take(2).Select(hit => hit.Record.Path), Is.EqualTo(["shop/Cart.cs", "docs/total.md"]));
        Assert.That(similar.Hits[1].Explanation.Select(change => change.Reason), Does.Contain("not csharp"));
    }

    [TestCase("tests/TotalTests.cs", "tests/CartTests.cs")]
    [TestCase("billing/Total.cs", "shop/Cart.cs")]
    public async Task Tests_are_like_tests_and_code_is_like_code(string place, string expected)
    {
        string other = Sum.Replace("Invoice", "Cart", StringComparison.Ordinal);
        using IndexedFolder folder = await IndexAsync(
            ("billing/Total.cs", Sum), ("shop/Cart.cs", other), ("tests/TotalTests.cs", $"// Tested.\n{Sum}"), ("tests/CartTests.cs", $"// Tested.\n{other}"));

        SimilarCode similar = await folder.FindSimilarAsync(place, 3);
        List<string> paths = [.. similar.Hits.Select(hit => hit.Record.Path)];

        Assert.That(paths.IndexOf(expected), Is.LessThanOrEqualTo(1));
        Assert.That(similar.Hits[paths.IndexOf(expected)].Explanation.Select(change => change.Signal), Does.Not.Contain("path"));
    }

    [Test]
    public async Task An_explanation_says_how_near_the_vectors_are_and_how_the_terms_rank()
    {
        using IndexedFolder folder = await IndexAsync(("billing/Total.cs", Sum), ("shop/Cart.cs", Sum));

        SimilarCode similar = await folder.FindSimilarAsync("billing/Total.cs", 3);

        Assert.That(similar.Hits[0].Explanation.Select(change => change.Signal), Is.EqualTo(["vector", "rare terms"]));
        Assert.That(similar.Hits[0].Explanation[0].Reason, Does.Match(@"^cosine 0\.9\d\d$"));
        Assert.That(similar.Hits[0].Explanation[1].Reason, Is.EqualTo("100 % of what they weigh"));
        Assert.That(similar.Hits[0].Explanation.Sum(change => change.Amount), Is.InRange(0.95, 1));
    }

    [Test]
    public async Task Only_files_that_pass_the_filter_are_found()
    {
        using IndexedFolder folder = await IndexAsync(("billing/Total.cs", Sum), ("shop/Cart.cs", Sum));

        SimilarCode similar = await folder.FindSimilarAsync("billing/Total.cs", 3, glob: "topics/**");

        Assert.That(similar.Hits, Is.Not.Empty);
        Assert.That(similar.Hits.Select(hit => hit.Record.Path), Has.All.StartsWith("topics/"));
    }

    [Test]
    public async Task Every_line_of_a_file_has_its_chunk_blank_ones_too()
    {
        using IndexedFolder folder = await IndexAsync();
        const string Path = "topics/Matrix.cs";
        int lines = (await File.ReadAllLinesAsync(System.IO.Path.Combine(folder.Root, Path))).Length;

        for (int line = 1; line <= lines; line += 7)
        {
            SimilarCode similar = await folder.FindSimilarAsync(Path, line);

            Assert.That(similar.Source.EndLine, Is.GreaterThanOrEqualTo(line));
            Assert.That(similar.Source.StartLine, Is.LessThanOrEqualTo(line + 1), "Nothing but a blank line may lie between.");
        }
    }

    [Test]
    public async Task The_same_place_gets_the_same_answer_on_a_machine_that_lost_its_cache()
    {
        using IndexedFolder folder = await IndexAsync(("billing/Total.cs", Sum), ("shop/Cart.cs", Sum));
        SimilarCode before = await folder.FindSimilarAsync("billing/Total.cs", 3);
        folder.DeleteCache();

        SimilarCode after = await folder.FindSimilarAsync("billing/Total.cs", 3);

        Assert.That(after.Hits.Select(hit => (hit.Record.Id, hit.Score)), Is.EqualTo(before.Hits.Select(hit => (hit.Record.Id, hit.Score))));
    }

    [TestCase("billing/Totals.cs", 1, "'billing/Totals.cs' is not in the index of 'sample'.*relative to the repository's root")]
    [TestCase("total.cs", 1, "did you mean 'billing/Total.cs'?")]
    [TestCase("Billing/Total.cs", 1, "did you mean 'billing/Total.cs'?")]
    [TestCase("billing/Total.cs", 12, "no code at line 12: .* ends at line 10")]
    [TestCase("billing/empty.cs", 1, "left out of the index .empty.")]
    public async Task A_place_that_is_not_in_the_index_is_refused_with_what_is_wrong(string path, int line, string message)
    {
        using IndexedFolder folder = await IndexAsync(("billing/Total.cs", Sum), ("billing/empty.cs", " "));

        Assert.That(
            async () => await folder.FindSimilarAsync(path, line),
            Throws.TypeOf<PlaceNotFoundException>().With.Message.Match(message));
    }

    [Test]
    public async Task Code_that_the_store_lost_is_refused_with_what_to_do()
    {
        using IndexedFolder folder = await IndexAsync(("billing/Total.cs", Sum));
        folder.Store.Lose((await folder.FindSimilarAsync("billing/Total.cs", 1)).Source.Id);

        Assert.That(
            async () => await folder.FindSimilarAsync("billing/Total.cs", 1),
            Throws.TypeOf<PlaceNotFoundException>().With.Message.Contain("vectorhost index"));
    }

    [TestCase("src/a.cs:12", "src/a.cs", 12)]
    [TestCase(@"C:\code\a.cs:1", @"C:\code\a.cs", 1)]
    [TestCase("odd:name:3", "odd:name", 3)]
    public void A_place_is_a_path_and_a_line(string text, string path, int line)
    {
        Assert.That(CodePlace.TryParse(text, out CodePlace? place), Is.True);
        Assert.That(place, Is.EqualTo(new CodePlace(path, line)));
        Assert.That(place!.ToString(), Is.EqualTo(text));
    }

    [TestCase("")]
    [TestCase("src/a.cs")]
    [TestCase("src/a.cs:")]
    [TestCase(":12")]
    [TestCase(" :12")]
    [TestCase("src/a.cs:0")]
    [TestCase("src/a.cs:-1")]
    [TestCase("src/a.cs:1.5")]
    [TestCase("src/a.cs:99999999999")]
    public void Other_text_is_no_place(string text) => Assert.That(CodePlace.TryParse(text, out _), Is.False);

    private static async Task<IndexedFolder> IndexAsync(params (string Path, string Text)[] files)
    {
        IndexedFolder folder = new();
        foreach (string topic in new[] { "Parser", "Socket", "Matrix", "Calendar", "Password" })
        {
            folder.Write($"topics/{topic}.cs", SampleCode.Class(topic, 20));
        }

        foreach ((string path, string text) in files)
        {
            folder.Write(path, text);
        }

        await folder.IndexAsync();
        return folder;
    }
}
