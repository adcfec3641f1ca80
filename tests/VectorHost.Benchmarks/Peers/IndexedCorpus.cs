using VectorHost.Abstractions;
using VectorHost.Benchmarks.Inputs;
using VectorHost.Benchmarks.Measuring;
using VectorHost.Indexing.Pipeline;
using VectorHost.Indexing.Repositories;

namespace VectorHost.Benchmarks.Peers;

/// <summary>Files of real code, their index made by the host, and its records as peers are given them.</summary>
internal sealed class IndexedCorpus : IAsyncDisposable
{
    private const int QuestionWords = 5;

    private IndexedCorpus(CodeCorpus files, RepositoryIndex index, Usage indexing, PeerInput input, string description)
    {
        Files = files;
        Index = index;
        Indexing = indexing;
        Input = input;
        Description = description;
    }

    /// <summary>The files, and the questions as text.</summary>
    public CodeCorpus Files { get; }

    /// <summary>Their index.</summary>
    public RepositoryIndex Index { get; }

    /// <summary>What it took to make the index.</summary>
    public Usage Indexing { get; }

    /// <summary>The records of the index, and the questions as vectors and as terms.</summary>
    public PeerInput Input { get; }

    /// <summary>What it is, for the report.</summary>
    public string Description { get; }

    /// <summary>Chooses files and indexes them.</summary>
    /// <param name="context">What the benchmark was given.</param>
    /// <param name="folder">The folder for the files, which need not be there.</param>
    /// <param name="chunks">How many chunks, and a few more.</param>
    /// <param name="questions">How many questions.</param>
    /// <param name="cancellationToken">Ends it early.</param>
    public static async Task<IndexedCorpus> CreateAsync(
        BenchmarkContext context, string folder, int chunks, int questions, CancellationToken cancellationToken)
    {
        context.Progress("  choosing files");
        var files = await CodeCorpus.CopyAsync(context.Corpus, folder, chunks, questions, cancellationToken);
        context.Progress("  indexing them");
        RepositoryIndex index = await RepositoryIndex.CreateAsync(context with { Repository = RepositoryIdentity.FromFolder(files.Root) }, cancellationToken);
        try
        {
            IndexSummary? summary = null;
            Usage indexing = await Usage.OfAsync(async () => summary = await index.UpdateAsync(cancellationToken));
            PeerInput input = await ReadInputAsync(index, files, cancellationToken);
            string description = $"{input.Name}: chunks of {summary!.Files:N0} files from {Directory.GetDirectories(files.Root).Length} work trees, cut and embedded by the host";
            return new IndexedCorpus(files, index, indexing, input, description);
        }
        catch
        {
            await index.DisposeAsync();
            throw;
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => Index.DisposeAsync();

    private static async Task<PeerInput> ReadInputAsync(RepositoryIndex index, CodeCorpus files, CancellationToken cancellationToken)
    {
        List<ChunkRecord> records = await index.Store.LoadAsync(RecordFilter.All, RecordParts.All, cancellationToken).ToListAsync(cancellationToken);

        // As files follow one another, and chunks in them: repositories then hold what belongs together.
        records.Sort((left, right) => string.CompareOrdinal(left.Path, right.Path) is var order && order != 0 ? order : left.StartLine.CompareTo(right.StartLine));
        List<ReadOnlyMemory<float>> questions = [];
        foreach (string question in files.Questions)
        {
            questions.Add(await index.Embedder.EmbedQueryAsync(question, cancellationToken));
        }

        return new PeerInput(records, questions, Questions.Draw([.. records.Select(record => record.Text!)], QuestionWords, files.Questions.Count));
    }
}
