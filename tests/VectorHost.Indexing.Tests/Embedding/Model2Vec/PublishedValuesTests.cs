using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace VectorHost.Indexing.Tests.Embedding.Model2Vec;

/// <summary>Published models give the vectors that were published with them: see <c>Published/README.md</c>.</summary>
public sealed class PublishedValuesTests
{
    private static IEnumerable<TestCaseData> Vectors() =>
        JsonElement.Parse(File.ReadAllText(ModelOnDisk.PublishedFile("vectors.json"))).EnumerateArray().Select(entry => new TestCaseData(
            entry.GetProperty("model").GetString(),
            entry.GetProperty("text").GetString()!.StartsWith("hello ×", StringComparison.Ordinal) ? string.Join(' ', Enumerable.Repeat("hello", 1000)) : entry.GetProperty("text").GetString(),
            entry.GetProperty("vector").Deserialize<float[]>()).SetArgDisplayNames(entry.GetProperty("model").GetString()!, entry.GetProperty("text").GetString()!));

    private static IEnumerable<TestCaseData> Tokens(string model) =>
        JsonElement.Parse(File.ReadAllText(ModelOnDisk.PublishedFile("tokens.json"))).EnumerateArray()
            .Select((entry, number) => new TestCaseData(entry.GetProperty("text").GetString(), entry.GetProperty(model).Deserialize<int[]>())
                .SetArgDisplayNames($"text {number}"));

    [TestCaseSource(nameof(Vectors))]
    public void A_vector_is_the_one_that_the_reference_gives(string name, string text, float[] expected)
    {
        using ModelOnDisk model = ModelOnDisk.Published(name);

        Assert.That(model.Embed(text)[0], Is.EqualTo(expected).Within(1e-5f));
    }

    [TestCaseSource(nameof(Tokens), new object[] { "float32" })]
    public void WordPiece_cuts_text_into_the_tokens_that_another_implementation_cuts(string text, int[] tokens)
    {
        using ModelOnDisk model = ModelOnDisk.Published("float32");

        Assert.That(model.Embed(text)[0], Is.EqualTo(MeanOf(model, tokens, unknown: 1)).Within(1e-5f));
    }

    [TestCaseSource(nameof(Tokens), new object[] { "vocab-quantized" })]
    public void Unigram_cuts_text_into_the_tokens_that_another_implementation_cuts(string text, int[] tokens)
    {
        using ModelOnDisk model = ModelOnDisk.Published("vocab-quantized");

        Assert.That(model.Embed(text)[0], Is.EqualTo(MeanOf(model, tokens, unknown: null)).Within(1e-5f));
    }

    /// <summary>The vector that tokens give, by arithmetic of the test's own.</summary>
    private static float[] MeanOf(ModelOnDisk model, int[] tokens, int? unknown)
    {
        byte[] file = File.ReadAllBytes(Path.Combine(model.Path, "model.safetensors"));
        int headerLength = (int)BinaryPrimitives.ReadInt64LittleEndian(file);
        JsonElement header = JsonElement.Parse(file.AsSpan(8, headerLength));
        float[] vectors = Read<float>("embeddings");
        double[] weights = Read<double>("weights");
        int[] mapping = Read<int>("mapping");
        int dimensions = header.GetProperty("embeddings").GetProperty("shape")[1].GetInt32();

        double[] sum = new double[dimensions];
        int[] counted = [.. tokens.Where(token => token != unknown)];
        foreach (int token in counted)
        {
            int row = mapping.Length == 0 ? token : mapping[token];
            for (int i = 0; i < dimensions; i++)
            {
                sum[i] += vectors[(row * dimensions) + i] * (weights.Length == 0 ? 1 : weights[token]);
            }
        }

        double length = Math.Sqrt(sum.Sum(value => value * value));
        return [.. sum.Select(value => counted.Length == 0 ? (float)(1 / Math.Sqrt(dimensions)) : (float)(value / length))];

        T[] Read<T>(string name)
            where T : unmanaged
        {
            if (!header.TryGetProperty(name, out JsonElement entry))
            {
                return [];
            }

            int start = entry.GetProperty("data_offsets")[0].GetInt32();
            int end = entry.GetProperty("data_offsets")[1].GetInt32();
            return MemoryMarshal.Cast<byte, T>(file.AsSpan(8 + headerLength)[start..end]).ToArray();
        }
    }
}
