using System.Buffers.Binary;
using System.Globalization;
using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using VectorHost.Indexing.Embedding;
using VectorHost.Indexing.Embedding.Model2Vec;
using VectorHost.TestSupport;

namespace VectorHost.Indexing.Tests.Embedding.Model2Vec;

/// <summary>A model's folder, made for a test.</summary>
internal sealed class ModelOnDisk : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    /// <summary>Makes an empty folder.</summary>
    /// <param name="name">Its name.</param>
    public ModelOnDisk(string name = "tiny")
    {
        Path = _folder.At(name);
        Directory.CreateDirectory(Path);
    }

    public string Path { get; }

    /// <summary>One of the published models.</summary>
    public static ModelOnDisk Published(string name)
    {
        ModelOnDisk model = new(name);
        ZipFile.ExtractToDirectory(PublishedFile($"{name}.zip"), model.Path);
        return model;
    }

    /// <summary>A file beside the published models.</summary>
    public static string PublishedFile(string name) =>
        System.IO.Path.Combine(TestContext.CurrentContext.TestDirectory, "Embedding", "Model2Vec", "Published", name);

    /// <summary>A model whose vectors count tokens: token number n has a 1 in dimension n, and means are not scaled.</summary>
    public static ModelOnDisk Counting(string tokenizer, int tokens)
    {
        ModelOnDisk model = new();
        float[] vectors = new float[tokens * tokens];
        for (int i = 0; i < tokens; i++)
        {
            vectors[(i * tokens) + i] = 1;
        }

        return model
            .Write("config.json", """{ "normalize": false }""")
            .Write("tokenizer.json", tokenizer)
            .WriteTensors(("embeddings", "F32", [tokens, tokens], Bytes(vectors)));
    }

    /// <summary>A model of the words a, b and c with two dimensions.</summary>
    public static ModelOnDisk Words() => new ModelOnDisk()
        .Write("config.json", """{ "normalize": false }""")
        .Write("tokenizer.json", Tokenizer("""{ "type": "WordLevel", "unk_token": "?", "vocab": { "?": 0, "a": 1, "b": 2, "c": 3 } }""", """{ "type": "WhitespaceSplit" }"""))
        .WriteTensors(("embeddings", "F32", [4, 2], Bytes<float>([9, 9, 1, 0, 0, 2, 3, 4])));

    /// <summary>A tokenizer without anything but what is given.</summary>
    public static string Tokenizer(string model, string preTokenizer = "null", string normalizer = "null", string added = "[]") =>
        $$"""{ "version": "1.0", "added_tokens": {{added}}, "normalizer": {{normalizer}}, "pre_tokenizer": {{preTokenizer}}, "model": {{model}} }""";

    public static byte[] Bytes<T>(T[] numbers)
        where T : unmanaged => MemoryMarshal.AsBytes<T>(numbers).ToArray();

    public ModelOnDisk Write(string name, string text)
    {
        string file = System.IO.Path.Combine(Path, name);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
        return this;
    }

    public ModelOnDisk Write(string name, byte[] bytes)
    {
        File.WriteAllBytes(System.IO.Path.Combine(Path, name), bytes);
        return this;
    }

    /// <summary>Writes <c>model.safetensors</c>.</summary>
    public ModelOnDisk WriteTensors(params (string Name, string Type, int[] Shape, byte[] Bytes)[] tensors)
    {
        List<string> entries = [];
        int offset = 0;
        foreach ((string name, string type, int[] shape, byte[] bytes) in tensors)
        {
            entries.Add(string.Create(
                CultureInfo.InvariantCulture,
                $$"""  "{{name}}": { "dtype": "{{type}}", "shape": [{{string.Join(", ", shape)}}], "data_offsets": [{{offset}}, {{offset + bytes.Length}}] }"""));
            offset += bytes.Length;
        }

        return Write("model.safetensors", Safetensors($"{{\n{string.Join(",\n", entries)}\n}}", [.. tensors.SelectMany(tensor => tensor.Bytes)]));
    }

    /// <summary>The bytes of a safetensors file.</summary>
    public static byte[] Safetensors(string header, byte[] data)
    {
        byte[] text = Encoding.UTF8.GetBytes(header);
        byte[] length = new byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(length, text.Length);
        return [.. length, .. text, .. data];
    }

    /// <summary>Embeds texts with the model as it stands.</summary>
    public float[][] Embed(params string[] texts)
    {
        using Model2VecEmbeddingGenerator generator = new(new Model2VecEmbeddingOptions { Path = Path });
        return [.. generator.GenerateAsync(texts).GetAwaiter().GetResult().Select(embedding => embedding.Vector.ToArray())];
    }

    /// <summary>The tokens of a text, in the order of their numbers, by a <see cref="Counting"/> model.</summary>
    public string TokensOf(string text)
    {
        using JsonDocument tokenizer = JsonDocument.Parse(File.ReadAllText(System.IO.Path.Combine(Path, "tokenizer.json")));
        JsonElement vocabulary = tokenizer.RootElement.GetProperty("model").GetProperty("vocab");
        Dictionary<int, string> names = vocabulary.ValueKind == JsonValueKind.Array
            ? vocabulary.EnumerateArray().Select((entry, number) => (number, entry[0].GetString()!)).ToDictionary()
            : vocabulary.EnumerateObject().ToDictionary(entry => entry.Value.GetInt32(), entry => entry.Name);
        foreach (JsonElement added in tokenizer.RootElement.GetProperty("added_tokens").EnumerateArray())
        {
            names[added.GetProperty("id").GetInt32()] = added.GetProperty("content").GetString()!;
        }

        float[] shares = Embed(text)[0];
        float smallest = shares.Where(share => share > 0).Min();

        // The shares are counts over their sum: the smallest sum that makes them whole numbers.
        int sum = Enumerable.Range((int)Math.Round(1 / smallest), 100).First(candidate =>
            shares.All(share => Math.Abs((share * candidate) - Math.Round(share * candidate)) < 1e-3) && Math.Abs(shares.Sum() - 1) < 1e-4);
        return string.Join(' ', shares.SelectMany((share, number) => Enumerable.Repeat(names[number], (int)Math.Round(share * sum))));
    }

    public void Dispose() => _folder.Dispose();
}
