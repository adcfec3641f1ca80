using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using VectorHost.Indexing.Embedding;

namespace VectorHost.Indexing.Pipeline;

/// <summary>Makes the ids of records.</summary>
internal static class ChunkId
{
    /// <summary>The version of this scheme, and of what is embedded: another text to embed is another record.</summary>
    private const string Scheme = $"vh1.{EmbeddingText.Version}";

    /// <summary>
    /// The id of a chunk: the first 16 bytes of a SHA-256 over its length-prefixed parts, marked as a UUID of version 8
    /// (RFC 9562, section 5.8). Lines are no part of it, so that code that only moved stays the same record.
    /// </summary>
    /// <param name="repository">The repository's name.</param>
    /// <param name="path">The file's path in the repository.</param>
    /// <param name="chunkHash">The hash of the chunk's text.</param>
    /// <param name="occurrence">How many chunks of the same text come before it in the file.</param>
    public static Guid Of(string repository, string path, string chunkHash, int occurrence)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Append(hash, Scheme);
        Append(hash, repository);
        Append(hash, path);
        Append(hash, chunkHash);
        AppendNumber(hash, occurrence);

        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        hash.GetHashAndReset(digest);
        digest[6] = (byte)((digest[6] & 0x0f) | 0x80);
        digest[8] = (byte)((digest[8] & 0x3f) | 0x80);
        return new Guid(digest[..16], bigEndian: true);
    }

    private static void Append(IncrementalHash hash, string part)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(part);
        AppendNumber(hash, bytes.Length);
        hash.AppendData(bytes);
    }

    private static void AppendNumber(IncrementalHash hash, int number)
    {
        Span<byte> bytes = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, number);
        hash.AppendData(bytes);
    }
}
