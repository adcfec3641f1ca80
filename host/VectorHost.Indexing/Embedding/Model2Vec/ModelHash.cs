using System.Buffers.Binary;
using System.Security.Cryptography;
using VectorHost.Indexing.Snapshots.Format;

namespace VectorHost.Indexing.Embedding.Model2Vec;

/// <summary>Tells models apart by what makes their vectors.</summary>
internal static class ModelHash
{
    private const int Digits = 8;
    private const int SampleBytes = 4096;
    private const int Samples = 64;

    /// <summary>
    /// 8 hexadecimal digits of a SHA-256 over the settings, the tokenizer, the header of the weights, and 64 pieces spread
    /// over the weights: training changes all of them, and reading hundreds of megabytes at every start would take longer
    /// than most searches.
    /// </summary>
    public static string Of(ModelFolder folder, SafetensorsFile weights)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        AppendFile(hash, folder.Settings);
        AppendFile(hash, folder.Tokenizer);
        using MappedFile.Lease lease = weights.Hold();
        hash.AppendData(weights.Read(0, weights.DataStart));
        long data = weights.Length - weights.DataStart;
        long step = Math.Max(SampleBytes, data / Samples);
        for (long offset = 0; offset < data; offset += step)
        {
            hash.AppendData(weights.Read(weights.DataStart + offset, (int)Math.Min(SampleBytes, data - offset)));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset())[..Digits];
    }

    private static void AppendFile(IncrementalHash hash, string file)
    {
        byte[] bytes = File.ReadAllBytes(file);
        Span<byte> length = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(length, bytes.Length);
        hash.AppendData(length);
        hash.AppendData(bytes);
    }
}
