using System.Globalization;
using System.Text;
using VectorHost.Abstractions;

namespace VectorHost.Benchmarks.Inputs;

/// <summary>
/// Records of two repositories: the first hundredth belongs to <see cref="SmallRepository"/>, the rest to another. Paths
/// rise with the row, so that every filter used here is a range of rows. The same number of records with as many
/// dimensions is always the same.
/// </summary>
/// <param name="count">How many records.</param>
/// <param name="dimensions">The length of a vector.</param>
/// <param name="questions">How many questions.</param>
internal sealed class GeneratedRecords(int count, int dimensions, int questions)
{
    /// <summary>A repository with 1 % of the records.</summary>
    public const string SmallRepository = "small";

    /// <summary>A folder with 5 % of the records, none of the small repository.</summary>
    public const string Folder = "area-07/";

    /// <summary>The repository with the others.</summary>
    public const string LargeRepository = "large";

    private const int SmallPart = 100;
    private const int Seed = 20_260_101;
    private const int AreaCount = 20;
    private const int ChunksInFile = 8;
    private const int TextLength = 1_000;
    private const int SaveBatch = 500;

    private static readonly string Prose = MakeProse();

    /// <summary>What the report calls them.</summary>
    public string Name { get; } = $"{count:N0} x {dimensions:N0}";

    /// <summary>How many records there are.</summary>
    public int Count => count;

    /// <summary>How long a vector is.</summary>
    public int Dimensions => dimensions;

    /// <summary>The vectors of the records, one after the other, and behind them those of the questions, drawn alike.</summary>
    public float[] Vectors { get; } = new ClusteredVectors(dimensions, Seed).Draw(count + questions);

    /// <summary>Vectors to search for.</summary>
    public IReadOnlyList<ReadOnlyMemory<float>> Questions => field ??=
        [.. Enumerable.Range(count, questions).Select(i => (ReadOnlyMemory<float>)Vectors.AsMemory(i * dimensions, dimensions))];

    /// <summary>The rows of everything.</summary>
    public (int First, int End) All => (0, count);

    /// <summary>The rows of the small repository.</summary>
    public (int First, int End) SmallRows => (0, count / SmallPart);

    /// <summary>The rows of <see cref="Folder"/>.</summary>
    public (int First, int End) FolderRows => (count * 7 / AreaCount, count * 8 / AreaCount);

    /// <summary>The id of a row's record.</summary>
    public static Guid IdOf(int row) => new(row, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

    /// <summary>Saves all records.</summary>
    public async Task SaveAsync(IVectorStore store, CancellationToken cancellationToken)
    {
        foreach (int[] rows in Enumerable.Range(0, count).GroupBy(row => RepositoryOf(row, count)).SelectMany(rows => rows.Chunk(SaveBatch)))
        {
            await store.SaveAsync(
                [.. rows.Select(row => MakeRecord(row, count, Vectors.AsMemory(row * dimensions, dimensions)))],
                MakeMetadata(RepositoryOf(rows[0], count), dimensions),
                cancellationToken);
        }
    }

    /// <summary>The repository of a row's record.</summary>
    /// <param name="row">The row.</param>
    /// <param name="count">How many records there are.</param>
    public static string RepositoryOf(int row, int count) => row < count / SmallPart ? SmallRepository : LargeRepository;

    /// <summary>The record of a row.</summary>
    /// <param name="row">The row.</param>
    /// <param name="count">How many records there are.</param>
    /// <param name="embedding">Its vector.</param>
    public static ChunkRecord MakeRecord(int row, int count, ReadOnlyMemory<float> embedding) => new()
    {
        Id = IdOf(row),
        Repository = RepositoryOf(row, count),
        Path = string.Create(CultureInfo.InvariantCulture, $"area-{(long)row * AreaCount / count:D2}/file-{row / ChunksInFile:D6}.cs"),
        StartLine = (row % ChunksInFile * 30) + 1,
        EndLine = (row % ChunksInFile * 30) + 30,
        FileHash = (row / ChunksInFile).ToString("x64", CultureInfo.InvariantCulture),
        ChunkHash = row.ToString("x64", CultureInfo.InvariantCulture),
        Language = "csharp",
        Text = Prose.Substring((int)(row * 31L % (Prose.Length - TextLength)), TextLength),
        Embedding = embedding,
    };

    /// <summary>The metadata of a repository.</summary>
    /// <param name="repository">Its name.</param>
    /// <param name="dimensions">How long its vectors are.</param>
    public static IndexMetadata MakeMetadata(string repository, int dimensions) => new()
    {
        Repository = repository,
        Root = $"/{repository}",
        State = IndexState.Complete,
        CreatedAt = DateTimeOffset.UnixEpoch,
        UpdatedAt = DateTimeOffset.UnixEpoch,
        Embedder = new EmbedderFingerprint { Provider = "generated", Model = "clusters", Dimensions = dimensions },
        Chunker = "generated",
        FileCount = 0,
        RecordCount = 0,
        ToolVersion = "0",
    };

    private static string MakeProse()
    {
        string[] words = ["return", "await", "index", "store", "chunk", "token", "vector", "search", "if (", ") {", "}\n", "var", "=", ";\n"];
        Random random = new(Seed);
        StringBuilder text = new();
        while (text.Length < 1 << 16)
        {
            text.Append(words[random.Next(words.Length)]).Append(' ');
        }

        return text.ToString();
    }
}
