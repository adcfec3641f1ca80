using System.Buffers;
using System.Security.Cryptography;
using System.Text;

namespace VectorHost.Indexing.Pipeline;

/// <summary>Makes the hashes of chunks.</summary>
internal static class ContentHash
{
    /// <summary>SHA-256 of a text in UTF-8, 64 lower-case hexadecimal digits.</summary>
    public static string OfText(string text)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetMaxByteCount(text.Length));
        int length = Encoding.UTF8.GetBytes(text, buffer);
        string hash = Convert.ToHexStringLower(SHA256.HashData(buffer.AsSpan(0, length)));
        ArrayPool<byte>.Shared.Return(buffer);
        return hash;
    }
}
