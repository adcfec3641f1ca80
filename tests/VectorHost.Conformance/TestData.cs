using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using VectorHost.Abstractions;

namespace VectorHost.Conformance;

/// <summary>Makes records and metadata as the host would: valid in every field, and the same in every run.</summary>
public static class TestData
{
    /// <summary>The repository of records that do not say otherwise.</summary>
    public const string Repository = "alpha";

    /// <summary>The length of vectors that do not say otherwise.</summary>
    public const int Dimensions = 16;

    /// <summary>A record; change what matters with <c>with</c>.</summary>
    /// <param name="number">Records with different numbers have different ids, paths, texts and vectors.</param>
    /// <param name="repository">The repository, which is part of the id.</param>
    /// <param name="dimensions">The length of the vector.</param>
    public static ChunkRecord Record(int number, string repository = Repository, int dimensions = Dimensions)
    {
        string text = string.Create(CultureInfo.InvariantCulture, $"int Answer{number}() => {number};");
        return new ChunkRecord
        {
            Id = new Guid(SHA256.HashData(Encoding.UTF8.GetBytes($"{repository}\n{number}")).AsSpan(0, 16)),
            Repository = repository,
            Path = string.Create(CultureInfo.InvariantCulture, $"src/file{number}.cs"),
            StartLine = number + 1,
            EndLine = number + 10,
            FileHash = Hash($"file {number}"),
            ChunkHash = Hash(text),
            Language = "csharp",
            Text = text,
            Embedding = RandomVector(number, dimensions),
        };
    }

    /// <summary>Records with the numbers from 0.</summary>
    public static ChunkRecord[] Records(int count, string repository = Repository, int dimensions = Dimensions) =>
        [.. Enumerable.Range(0, count).Select(number => Record(number, repository, dimensions))];

    /// <summary>The metadata of a complete index.</summary>
    public static IndexMetadata Metadata(string repository = Repository, int dimensions = Dimensions) => new()
    {
        Repository = repository,
        Root = $"/work/{repository}",
        State = IndexState.Complete,
        CreatedAt = new DateTimeOffset(2026, 1, 2, 3, 4, 5, 678, TimeSpan.Zero),
        UpdatedAt = new DateTimeOffset(2026, 2, 3, 4, 5, 6, 789, TimeSpan.Zero),
        Embedder = new EmbedderFingerprint { Provider = "test", Model = "random-1", Dimensions = dimensions },
        Chunker = "lines/1 target=1000",
        FileCount = 3,
        RecordCount = 7,
        ToolVersion = "0.1.0",
    };

    /// <summary>A random direction of length 1, the same for the same seed.</summary>
    public static float[] RandomVector(int seed, int dimensions = Dimensions)
    {
        Random random = new(seed);
        float[] vector = new float[dimensions];
        for (int i = 0; i < dimensions; i++)
        {
            vector[i] = (random.NextSingle() * 2) - 1;
        }

        return Normalized(vector);
    }

    /// <summary>A vector that is <paramref name="value"/> along one axis and zero along all others.</summary>
    public static float[] AxisVector(int axis, float value = 1, int dimensions = Dimensions)
    {
        float[] vector = new float[dimensions];
        vector[axis] = value;
        return vector;
    }

    /// <summary>The same direction with length 1.</summary>
    public static float[] Normalized(params float[] vector)
    {
        double length = Math.Sqrt(vector.Sum(number => (double)number * number));
        return [.. vector.Select(number => (float)(number / length))];
    }

    /// <summary>A hash as records have it.</summary>
    public static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
