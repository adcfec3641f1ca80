using System.Buffers;
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

    /// <summary>The lengths of four parts, and the occurrence.</summary>
    private const int Numbers = 5;

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
        int capacity = Encoding.UTF8.GetMaxByteCount(Scheme.Length + repository.Length + path.Length + chunkHash.Length) + (Numbers * sizeof(int));
        byte[] buffer = ArrayPool<byte>.Shared.Rent(capacity);
        int length = Append(buffer, 0, Scheme);
        length = Append(buffer, length, repository);
        length = Append(buffer, length, path);
        length = Append(buffer, length, chunkHash);
        BinaryPrimitives.WriteInt32LittleEndian(buffer.AsSpan(length), occurrence);
        length += sizeof(int);

        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(buffer.AsSpan(0, length), digest);
        ArrayPool<byte>.Shared.Return(buffer);
        digest[6] = (byte)((digest[6] & 0x0f) | 0x80);
        digest[8] = (byte)((digest[8] & 0x3f) | 0x80);
        return new Guid(digest[..16], bigEndian: true);
    }

    /// <returns>Where the next part goes.</returns>
    private static int Append(Span<byte> buffer, int start, string part)
    {
        int length = Encoding.UTF8.GetBytes(part, buffer[(start + sizeof(int))..]);
        BinaryPrimitives.WriteInt32LittleEndian(buffer[start..], length);
        return start + sizeof(int) + length;
    }
}
