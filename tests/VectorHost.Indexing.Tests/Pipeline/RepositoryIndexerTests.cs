using VectorHost.Abstractions;
using VectorHost.Indexing.Embedding;
using VectorHost.Indexing.Pipeline;
using VectorHost.Indexing.Snapshots;
using VectorHost.TestSupport;

namespace VectorHost.Indexing.Tests.Pipeline;

public sealed class RepositoryIndexerTests
{
    [Test]
    public async Task A_first_run_saves_every_line_of_every_file()
    {
        using IndexedFolder folder = new();
        folder.Write("src/Alpha.cs", SampleCode.Class("Alpha", 40));
        folder.Write("readme.md", "# Title\n\nSome text.\n");

        IndexSummary summary = await folder.IndexAsync();

        Assert.Multiple(() =>
        {
            Assert.That(summary.Files, Is.EqualTo(2));
            Assert.That(summary.Chunks, Is.EqualTo(folder.Store.Records.Count));
            Assert.That(summary.Added, Is.EqualTo(summary.Chunks));
            Assert.That(
                string.Join('\n', folder.Store.Records.Values.Where(record => record.Path == "src/Alpha.cs").OrderBy(record => record.StartLine).Select(record => record.Text)),
                Is.EqualTo(SampleCode.Class("Alpha", 40).TrimEnd('\n')));
        });
    }

    [Test]
    public async Task Every_record_has_the_vector_of_its_embedded_text()
    {
        using IndexedFolder folder = new(EmbedderFactory.Lexical);
        folder.Write("src/größe_Parser/Alpha.Tests.cs", SampleCode.Class("Alpha", 40));
        folder.Write("Alpha/検索.cs", $"// 検索 data_{new string('x', 70)} __init__ HTTPServer caches é\n" + SampleCode.Class("caches", 20));

        await folder.IndexAsync();

        ChunkRecord[] records = [.. folder.Store.Records.Values];
        IReadOnlyList<ReadOnlyMemory<float>> expected = await folder.Embedder.EmbedDocumentsAsync(
            [.. records.Select(record => EmbeddingText.ForChunk(record.Path, record.Text!))]);
        Assert.That(records, Has.Length.GreaterThan(3));
        Assert.That(records.Select(record => record.Embedding.ToArray()), Is.EqualTo(expected.Select(vector => vector.ToArray())));
    }

    [Test]
    public async Task A_vector_that_is_made_of_words_has_a_share_of_its_file()
    {
        using IndexedFolder folder = new();
        folder.Write("src/größe_Parser/Alpha.Tests.cs", SampleCode.Class("Alpha", 40));
        folder.Write("Alpha/検索.cs", $"// 検索 data_{new string('x', 70)} __init__ HTTPServer caches é\n" + SampleCode.Class("caches", 20));
        folder.Write("short.cs", "// in one chunk\n");

        await folder.IndexAsync();

        ChunkRecord[] records = [.. folder.Store.Records.Values.OrderBy(record => record.Path, StringComparer.Ordinal).ThenBy(record => record.StartLine)];
        IReadOnlyList<ReadOnlyMemory<float>> ownVectors = await folder.Embedder.EmbedDocumentsAsync(
            [.. records.Select(record => EmbeddingText.ForChunk(record.Path, record.Text!))]);
        double[][] expected = [.. records.Zip(ownVectors).GroupBy(pair => pair.First.Path).SelectMany(file =>
        {
            double[][] own = [.. file.Select(pair => Array.ConvertAll(pair.Second.ToArray(), number => (double)number))];
            double[] mean = ToUnitLength([.. Enumerable.Range(0, own[0].Length).Select(i => own.Average(vector => vector[i]))]);
            return own.Select(vector => ToUnitLength([.. vector.Zip(mean, (number, ofFile) => number + (0.4 * ofFile))]));
        })];
        Assert.That(records.GroupBy(record => record.Path).Select(file => file.Count()), Has.Some.EqualTo(1).And.Some.GreaterThan(2));
        Assert.That(records.Select(record => record.Embedding.ToArray()), Is.EqualTo(expected).Within(1e-6));

        static double[] ToUnitLength(double[] vector)
        {
            double length = Math.Sqrt(vector.Sum(number => number * number));
            return Array.ConvertAll(vector, number => number / length);
        }
    }

    [Test]
    public async Task The_metadata_says_complete_and_counts_what_there_is()
    {
        using IndexedFolder folder = new();
        folder.Write("a.cs", SampleCode.Class("Alpha", 40));

        await folder.IndexAsync();

        IndexMetadata metadata = (await folder.Store.GetMetadataAsync("sample")).Single();
        Assert.Multiple(() =>
        {
            Assert.That(metadata.State, Is.EqualTo(IndexState.Complete));
            Assert.That(metadata.FileCount, Is.EqualTo(1));
            Assert.That(metadata.RecordCount, Is.EqualTo(folder.Store.Records.Count));
            Assert.That(metadata.Embedder, Is.EqualTo(folder.Embedder.Fingerprint));
            Assert.That(metadata.Chunker, Is.EqualTo(ChunkFingerprint.Current));
        });
    }

    [Test]
    public async Task A_run_without_changes_reads_no_file_and_does_not_touch_the_store()
    {
        using IndexedFolder folder = new();
        folder.Write("a.cs", SampleCode.Class("Alpha", 40));
        folder.Write("image.dat", "binary\0data");
        await folder.IndexAsync();
        int saves = folder.Store.SaveCount;

        IndexSummary summary = await folder.IndexAsync();

        Assert.Multiple(() =>
        {
            Assert.That(summary.FilesRead, Is.Zero);
            Assert.That(summary.HasChanges, Is.False);
            Assert.That(summary.Unchanged, Is.EqualTo(folder.Store.Records.Count));
            Assert.That(folder.Store.SaveCount, Is.EqualTo(saves));
        });
    }

    [Test]
    public async Task A_changed_line_embeds_its_own_chunk_alone_where_a_vector_is_made_of_a_text()
    {
        using IndexedFolder folder = new(EmbedderFactory.Lexical);
        string code = SampleCode.Class("Alpha", 40);
        folder.Write("a.cs", code);
        folder.Write("b.cs", SampleCode.Class("Beta", 40));
        await folder.IndexAsync();

        folder.Write("a.cs", code.Replace("AlphaStep20 has run", "AlphaStep20 has gone", StringComparison.Ordinal));
        IndexSummary summary = await folder.IndexAsync();

        Assert.Multiple(() =>
        {
            Assert.That(summary.FilesRead, Is.EqualTo(1));
            Assert.That(summary.Embedded, Is.EqualTo(1));
            Assert.That(summary.Added, Is.EqualTo(1));
            Assert.That(summary.Removed, Is.EqualTo(1));
        });
        Assert.That(folder.Describe(), Is.EqualTo(await folder.DescribeCleanRunAsync()));
    }

    [Test]
    public async Task A_changed_line_changes_the_vectors_of_its_file_alone_where_they_are_made_of_words()
    {
        using IndexedFolder folder = new();
        string code = SampleCode.Class("Alpha", 40);
        folder.Write("a.cs", code);
        folder.Write("b.cs", SampleCode.Class("Beta", 40));
        await folder.IndexAsync();

        folder.Write("a.cs", code.Replace("AlphaStep20 has run", "AlphaStep20 has gone", StringComparison.Ordinal));
        IndexSummary summary = await folder.IndexAsync();

        Assert.Multiple(() =>
        {
            Assert.That(summary.Added, Is.EqualTo(1));
            Assert.That(summary.Removed, Is.EqualTo(1));
            Assert.That(summary.Updated, Is.GreaterThan(1));
            Assert.That(summary.Embedded, Is.EqualTo(summary.Added + summary.Updated));
            Assert.That(summary.Unchanged, Is.GreaterThan(1));
        });
        Assert.That(folder.Describe(), Is.EqualTo(await folder.DescribeCleanRunAsync()));
    }

    [Test]
    public async Task Code_that_only_moved_keeps_its_vectors_where_they_are_made_of_texts()
    {
        using IndexedFolder folder = new(EmbedderFactory.Lexical);
        string code = SampleCode.Class("Alpha", 40);
        folder.Write("a.cs", code);
        await folder.IndexAsync();
        int chunks = folder.Store.Records.Count;

        folder.Write("a.cs", $"{SampleCode.Class("Before", 12)}\n\n{code}");
        IndexSummary summary = await folder.IndexAsync();

        Assert.Multiple(() =>
        {
            Assert.That(summary.Updated, Is.GreaterThanOrEqualTo(chunks - 2));
            Assert.That(summary.Embedded, Is.EqualTo(summary.Added));
        });
        Assert.That(folder.Describe(), Is.EqualTo(await folder.DescribeCleanRunAsync()));
    }

    [Test]
    public async Task Files_that_did_not_change_are_remembered_beside_those_that_did()
    {
        using IndexedFolder folder = new();
        folder.Write("a.cs", SampleCode.Class("Alpha", 40));
        folder.Write("b.cs", SampleCode.Class("Beta", 40));
        folder.Write("c.cs", SampleCode.Class("Gamma", 40));
        await folder.IndexAsync();

        folder.Write("b.cs", SampleCode.Class("Delta", 60));
        await folder.IndexAsync();
        IndexSummary third = await folder.IndexAsync();

        using RepositorySnapshot? snapshot = folder.Snapshots.Open().Snapshot;
        Assert.Multiple(() =>
        {
            Assert.That(third.FilesRead, Is.Zero);
            Assert.That(third.Chunks, Is.EqualTo(folder.Store.Records.Count));
            Assert.That(snapshot?.FileCount, Is.EqualTo(3));
            Assert.That(snapshot?.ChunkCount, Is.EqualTo(folder.Store.Records.Count));
        });
    }

    [Test]
    public async Task The_chunks_of_a_deleted_file_go()
    {
        using IndexedFolder folder = new();
        folder.Write("a.cs", SampleCode.Class("Alpha", 20));
        folder.Write("b.cs", SampleCode.Class("Beta", 20));
        await folder.IndexAsync();

        folder.Delete("b.cs");
        IndexSummary summary = await folder.IndexAsync();

        Assert.Multiple(() =>
        {
            Assert.That(summary.Removed, Is.GreaterThan(0));
            Assert.That(folder.Store.Records.Values.Select(record => record.Path), Has.All.EqualTo("a.cs"));
        });
    }

    [Test]
    public async Task Equal_chunks_of_one_file_are_records_of_their_own()
    {
        using IndexedFolder folder = new();
        string method = SampleCode.Class("Same", 12);
        folder.Write("a.cs", string.Concat(Enumerable.Repeat($"{method}\n", 4)));

        await folder.IndexAsync();

        List<ChunkRecord> records = [.. folder.Store.Records.Values];
        Assert.That(records.GroupBy(record => record.ChunkHash).Max(group => group.Count()), Is.GreaterThan(1));
        Assert.That(records.Select(record => record.StartLine).Distinct().Count(), Is.EqualTo(records.Count));
    }

    [Test]
    public async Task A_file_that_changed_within_the_clocks_granularity_is_read_again()
    {
        using IndexedFolder folder = new();
        DateTime now = TimeProvider.System.GetUtcNow().UtcDateTime;
        folder.Write("a.txt", "first version of the text\n");
        File.SetLastWriteTimeUtc(Path.Combine(folder.Root, "a.txt"), now);
        await folder.IndexAsync();

        folder.Write("a.txt", "other version of the text\n");
        File.SetLastWriteTimeUtc(Path.Combine(folder.Root, "a.txt"), now);
        await folder.IndexAsync();

        Assert.That(folder.Store.Records.Values.Single().Text, Does.StartWith("other"));
    }

    [Test]
    public async Task An_interrupted_run_goes_on_from_what_was_saved()
    {
        using IndexedFolder folder = new();
        WriteManyFiles(folder);
        int saved = 0;
        folder.Store.OnSave = records =>
        {
            saved += records.Count;
            if (saved > 600)
            {
                throw new VectorStoreException(StoreFailureKind.Corrupt, "the disk is gone");
            }
        };
        Assert.ThrowsAsync<VectorStoreException>(() => folder.IndexAsync());
        int left = folder.Store.Records.Count;
        IndexState state = (await folder.Store.GetMetadataAsync("sample")).Single().State;

        folder.Store.OnSave = null;
        IndexSummary summary = await folder.IndexAsync();

        Assert.Multiple(() =>
        {
            Assert.That(state, Is.EqualTo(IndexState.Writing));
            Assert.That(left, Is.GreaterThan(0));
            Assert.That(summary.Embedded, Is.EqualTo(summary.Chunks - left));
        });
        Assert.That(folder.Describe(), Is.EqualTo(await folder.DescribeCleanRunAsync()));
    }

    [Test]
    public async Task A_cancelled_run_ends_as_cancelled_and_the_next_completes()
    {
        using IndexedFolder folder = new();
        WriteManyFiles(folder);
        using CancellationTokenSource source = new();
        folder.Store.OnSave = records =>
        {
            if (records.Count > 0)
            {
                source.Cancel();
            }
        };

        Assert.CatchAsync<OperationCanceledException>(() => folder.IndexAsync(cancellationToken: source.Token));
        folder.Store.OnSave = null;
        await folder.IndexAsync();

        Assert.That(folder.Describe(), Is.EqualTo(await folder.DescribeCleanRunAsync()));
    }

    [Test]
    public async Task Without_its_cache_a_run_reads_the_files_again_and_embeds_nothing()
    {
        using IndexedFolder folder = new();
        folder.Write("a.cs", SampleCode.Class("Alpha", 40));
        await folder.IndexAsync();
        folder.DeleteCache();

        IndexSummary summary = await folder.IndexAsync();

        Assert.Multiple(() =>
        {
            Assert.That(summary.FilesRead, Is.EqualTo(1));
            Assert.That(summary.Embedded, Is.Zero);
            Assert.That(summary.HasChanges, Is.False);
        });
    }

    [Test]
    public async Task A_snapshot_of_another_run_than_the_stores_is_not_believed()
    {
        using IndexedFolder folder = new();
        folder.Write("a.cs", SampleCode.Class("Alpha", 40));
        await folder.IndexAsync();

        // Another machine indexes the same repository, without the cache of this one, from other files.
        IndexMetadata metadata = (await folder.Store.GetMetadataAsync("sample")).Single();
        Guid lost = folder.Store.Records.Keys.First();
        folder.Store.Lose(lost);
        await folder.Store.SaveAsync([], metadata with
        {
            Entries = new Dictionary<string, string> { [RepositoryIndexer.RevisionEntry] = Guid.NewGuid().ToString() },
        });
        IndexSummary summary = await folder.IndexAsync();

        Assert.Multiple(() =>
        {
            Assert.That(summary.Added, Is.EqualTo(1));
            Assert.That(folder.Store.Records.Keys, Does.Contain(lost));
        });
    }

    [Test]
    public async Task A_snapshot_whose_damage_shows_late_is_made_anew()
    {
        using IndexedFolder folder = new();
        WriteManyFiles(folder);
        await folder.IndexAsync();
        folder.DamageTerms();

        folder.Write("src/Part7.cs", SampleCode.Class("Gamma", 40));
        await folder.IndexAsync();

        Assert.That(await folder.SearchAsync("the part step"), Is.Not.Empty);
        Assert.That(folder.Describe(), Is.EqualTo(await folder.DescribeCleanRunAsync()));
    }

    [Test]
    public async Task A_full_run_begins_anew()
    {
        using IndexedFolder folder = new();
        folder.Write("a.cs", SampleCode.Class("Alpha", 40));
        await folder.IndexAsync();

        IndexSummary summary = await folder.IndexAsync(full: true);

        Assert.That(summary.Embedded, Is.EqualTo(summary.Chunks));
    }

    [Test]
    public async Task An_index_by_another_embedder_is_refused_with_both_names_until_it_is_made_anew()
    {
        using IndexedFolder folder = new();
        folder.Write("a.cs", SampleCode.Class("Alpha", 4));
        await folder.IndexAsync();
        folder.Embedder.Dispose();
        folder.Embedder = FixedEmbedder.Create("other", dimensions: 3);

        IndexMismatchException? refusal = Assert.ThrowsAsync<IndexMismatchException>(() => folder.IndexAsync());
        await folder.IndexAsync(full: true);

        Assert.Multiple(() =>
        {
            Assert.That(refusal!.Message, Does.Contain("static").And.Contain("other").And.Contain("vectorhost index --full"));
            Assert.That(folder.Store.Records.Values.Select(record => record.Embedding.Length), Has.All.EqualTo(3));
        });
    }

    [Test]
    public async Task An_index_by_an_embedder_of_another_name_is_refused_though_the_vectors_are_as_long()
    {
        using IndexedFolder folder = new();
        folder.Write("a.cs", SampleCode.Class("Alpha", 4));
        folder.Embedder.Dispose();
        folder.Embedder = FixedEmbedder.Create("one", dimensions: 3);
        await folder.IndexAsync();
        folder.Embedder.Dispose();
        folder.Embedder = FixedEmbedder.Create("other", dimensions: 3);

        IndexMismatchException? refusal = Assert.ThrowsAsync<IndexMismatchException>(() => folder.IndexAsync());

        Assert.That(refusal!.Message, Does.Contain("one/fixed").And.Contain("other/fixed"));
    }

    [Test]
    public async Task Small_limits_of_a_store_are_kept()
    {
        using IndexedFolder folder = new();
        folder.Store = new InMemoryVectorStore { Limits = new StoreLimits { MaxBatchRecords = 3, MaxFilterValues = 2, MaxBatchBytes = 15_000 } };
        string code = SampleCode.Class("Alpha", 60);
        folder.Write("a.cs", code);
        await folder.IndexAsync();

        folder.Write("a.cs", $"// moved\n\n{code}");
        folder.Write("b.cs", SampleCode.Class("Beta", 60));
        await folder.IndexAsync();
        folder.Delete("b.cs");
        await folder.IndexAsync();

        Assert.That(folder.Describe(), Is.EqualTo(await folder.DescribeCleanRunAsync()));
    }

    [Test]
    public void A_text_longer_than_the_store_takes_is_refused_by_its_place()
    {
        using IndexedFolder folder = new();
        folder.Store = new InMemoryVectorStore { Limits = new StoreLimits { MaxBatchRecords = 100, MaxTextBytes = 200 } };
        folder.Write("a.cs", SampleCode.Class("Alpha", 10));

        VectorStoreException? refusal = Assert.ThrowsAsync<VectorStoreException>(() => folder.IndexAsync());

        Assert.Multiple(() =>
        {
            Assert.That(refusal!.Kind, Is.EqualTo(StoreFailureKind.LimitExceeded));
            Assert.That(refusal.Message, Does.Contain("a.cs:1").And.Contain("200"));
        });
    }

    [Test]
    public void A_second_run_at_the_same_time_can_be_told_not_to_wait()
    {
        using IndexedFolder folder = new();
        folder.Write("a.txt", "text\n");
        using RepositoryLock? held = RepositoryLock.TryAcquire(folder.Snapshots.LockFile);
        RepositoryIndexer indexer = new(
            folder.Store,
            folder.Embedder,
            folder.Snapshots,
            TimeProvider.System,
            Microsoft.Extensions.Logging.Abstractions.NullLogger<RepositoryIndexer>.Instance);

        Assert.ThrowsAsync<RepositoryBusyException>(() => indexer.IndexAsync(
            folder.Repository, new IndexOptions { WaitForOthers = false }, new IndexProgress(), CancellationToken.None));
    }

    private static void WriteManyFiles(IndexedFolder folder)
    {
        for (int i = 0; i < 150; i++)
        {
            folder.Write($"src/Part{i}.cs", SampleCode.Class($"Part{i}", 40));
        }
    }
}
