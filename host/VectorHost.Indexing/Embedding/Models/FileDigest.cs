using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;

namespace VectorHost.Indexing.Embedding.Models;

/// <summary>Compares a file with the digest that a hub gives as its tag.</summary>
internal static class FileDigest
{
    private const int BufferBytes = 1 << 20;

    /// <summary>Whether a tag is a digest that a file can be compared with.</summary>
    public static bool IsDigest(string? tag) =>
        tag is { Length: SHA256.HashSizeInBytes * 2 or SHA1.HashSizeInBytes * 2 } && tag.All(char.IsAsciiHexDigit);

    /// <summary>Compares a file with its tag; what is no digest fits any file.</summary>
    public static async Task<bool> FitsAsync(string file, string? tag, CancellationToken cancellationToken)
    {
        if (!IsDigest(tag))
        {
            return true;
        }

        FileStream stream = new(file, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0, FileOptions.Asynchronous | FileOptions.SequentialScan);
        await using ConfiguredAsyncDisposable closing = stream.ConfigureAwait(false);
        using IncrementalHash hash = tag!.Length == SHA256.HashSizeInBytes * 2 ? IncrementalHash.CreateHash(HashAlgorithmName.SHA256) : CreateGitHash(stream.Length);
        byte[] buffer = new byte[BufferBytes];
        int count;
        while ((count = await stream.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0)
        {
            hash.AppendData(buffer, 0, count);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset()).Equals(tag, StringComparison.OrdinalIgnoreCase);
    }

    [SuppressMessage("Security", "CA5350", Justification = "It is git's name for the file's content, not ours to choose; it guards against accidents.")]
    private static IncrementalHash CreateGitHash(long length)
    {
        IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA1);
        hash.AppendData(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"blob {length}\0")));
        return hash;
    }
}
