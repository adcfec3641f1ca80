using System.Globalization;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using VectorHost.Abstractions;
using VectorHost.Benchmarks.Comparisons;
using VectorHost.Indexing.Tokens;

namespace VectorHost.Benchmarks.Peers;

/// <summary>
/// What every peer is given: records with their vectors, and questions as vectors and as words. The records are dealt out
/// to a hundred repositories, so that a filter leaves one in a hundred.
/// </summary>
internal sealed class PeerInput
{
    /// <summary>The repository that filters ask for.</summary>
    public const string FilteredRepository = "repository-42";

    /// <summary>How many records are to be found.</summary>
    public const int Top = 10;

    /// <summary>Scores that differ by less are equal: sums of products depend on their order.</summary>
    private const float Equal = 1e-6f;

    private const int RepositoryCount = 100;

    private readonly float[] _vectors;
    private readonly int _dimensions;
    private readonly float[] _worst;
    private readonly float[] _worstFiltered;

    /// <param name="records">The records, with texts and vectors.</param>
    /// <param name="questions">Vectors to search for.</param>
    /// <param name="termQuestions">Words to search for, all of one question in one text.</param>
    public PeerInput(IReadOnlyList<ChunkRecord> records, IReadOnlyList<ReadOnlyMemory<float>> questions, IReadOnlyList<string> termQuestions)
    {
        _dimensions = questions[0].Length;
        _vectors = new float[records.Count * _dimensions];
        Records = [.. records.Select((record, row) => record with { Repository = RepositoryOf(row, records.Count) })];
        SourceRepository = records[0].Repository;
        Questions = questions;
        TermQuestions = [.. termQuestions.Select(TermsOf)];
        for (int row = 0; row < records.Count; row++)
        {
            records[row].Embedding.CopyTo(_vectors.AsMemory(row * _dimensions));
        }

        _worst = FindWorst((0, records.Count));
        int first = Records.Index().First(item => item.Item.Repository == FilteredRepository).Index;
        _worstFiltered = FindWorst((first, first + Records.Count(record => record.Repository == FilteredRepository)));
    }

    /// <summary>The records, in the order of their rows.</summary>
    public IReadOnlyList<ChunkRecord> Records { get; }

    /// <summary>The repository that the records were made from.</summary>
    public string SourceRepository { get; }

    /// <summary>Vectors to search for.</summary>
    public IReadOnlyList<ReadOnlyMemory<float>> Questions { get; }

    /// <summary>Terms to search for, with blanks between them.</summary>
    public IReadOnlyList<string> TermQuestions { get; }

    /// <summary>What the report calls it.</summary>
    public string Name => $"{Records.Count:N0} x {_dimensions}";

    /// <summary>The first of the records alone.</summary>
    /// <param name="count">How many.</param>
    public PeerInput Take(int count) => new([.. Records.Take(count)], Questions, []);

    /// <summary>The part of the nearest records that was found.</summary>
    /// <param name="found">The rows that each question found.</param>
    /// <param name="repository">The repository that was searched; all where there is none.</param>
    public double RecallOf(IReadOnlyList<IReadOnlyList<int>> found, string? repository)
    {
        float[] worst = repository is null ? _worst : _worstFiltered;
        return Enumerable.Range(0, Questions.Count).Average(question => found[question].Distinct().Count(row =>
            (repository is null || Records[row].Repository == repository) && Score(Questions[question], row) >= worst[question] - Equal) / (double)Top);
    }

    /// <summary>Writes the files that drivers read.</summary>
    /// <param name="folder">The folder, which need not be there.</param>
    /// <param name="cancellationToken">Ends it early.</param>
    public async Task WriteAsync(string folder, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(folder);
        string File(string name) => Path.Combine(folder, name);
        await System.IO.File.WriteAllTextAsync(
            File("input.json"), JsonSerializer.Serialize(new PeerInputFacts(Records.Count, _dimensions), PeerJson.Default.PeerInputFacts), cancellationToken);
        await WriteVectorsAsync(File("vectors.f32"), [_vectors], cancellationToken);
        await WriteVectorsAsync(File("queries.f32"), Questions, cancellationToken);
        await System.IO.File.WriteAllLinesAsync(File("records.jsonl"), Records.Select(ToLine), cancellationToken);
        await System.IO.File.WriteAllLinesAsync(File("terms.txt"), Records.Select(record => TermsOf(record.Text!)), cancellationToken);
        await System.IO.File.WriteAllLinesAsync(File("term-questions.txt"), TermQuestions, cancellationToken);
    }

    private static string RepositoryOf(int row, int count) =>
        string.Create(CultureInfo.InvariantCulture, $"repository-{(long)row * RepositoryCount / count:D2}");

    private static string ToLine(ChunkRecord record) => JsonSerializer.Serialize(
        new PeerRecord(
            record.Id, record.Repository, record.Path, record.StartLine, record.EndLine, record.FileHash, record.ChunkHash, record.Language, record.Text!),
        PeerJson.Default.PeerRecord);

    /// <summary>Cut as the host's own index of terms cuts them, so that both search the same words.</summary>
    private static string TermsOf(string text)
    {
        StringBuilder terms = new();
        foreach (Token token in new CodeTokenizer(text, stackalloc char[CodeTokenizer.MaxTokenLength]))
        {
            terms.Append(token.Text).Append(' ');
        }

        return terms.ToString();
    }

    private static async Task WriteVectorsAsync(string file, IEnumerable<ReadOnlyMemory<float>> vectors, CancellationToken cancellationToken)
    {
        await using FileStream stream = System.IO.File.Create(file);
        foreach (ReadOnlyMemory<float> vector in vectors)
        {
            await stream.WriteAsync(MemoryMarshal.AsBytes(vector.Span).ToArray(), cancellationToken);
        }
    }

    private float[] FindWorst((int First, int End) rows)
    {
        PlainScan scan = new(_vectors, _dimensions);
        return [.. Questions.AsParallel().AsOrdered().Select(question => Score(question, scan.Search(question.Span, rows, Top)[^1]))];
    }

    private float Score(ReadOnlyMemory<float> question, int row) =>
        TensorPrimitives.Dot(question.Span, _vectors.AsSpan(row * _dimensions, _dimensions));
}
