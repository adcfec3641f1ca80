using System.Buffers;
using System.Security.Cryptography;
using Microsoft.Win32.SafeHandles;

namespace VectorHost.Indexing.Repositories;

/// <summary>Reads files once: hash, decoding, language, and whether it is worth indexing. Safe to use from many threads.</summary>
/// <param name="maxFileBytes">The largest file to read; one that grew past it since the walk is skipped.</param>
public sealed class SourceFileReader(long maxFileBytes = WalkOptions.DefaultMaxFileBytes)
{
    /// <summary>Reads a file.</summary>
    /// <param name="file">The file, as a walk found it.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>
    /// The file, or a reason to skip it: too large, empty, binary, generated, minified (the last two not for files that
    /// <see cref="WalkOptions.Include"/> names), or unreadable, which a file is too that went away since the walk.
    /// </returns>
    public async Task<SourceFileResult> ReadAsync(WalkedFile file, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(file);
        try
        {
            using SafeFileHandle handle = File.OpenHandle(file.FullPath, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, FileOptions.Asynchronous);
            long length = RandomAccess.GetLength(handle);
            if (length > Math.Min(maxFileBytes, Array.MaxLength))
            {
                return SourceFileResult.Skipped(SkipReason.TooLarge);
            }

            byte[] buffer = ArrayPool<byte>.Shared.Rent((int)length);
            try
            {
                int count = await ReadToEndAsync(handle, buffer.AsMemory(0, (int)length), cancellationToken).ConfigureAwait(false);
                return Understand(file, buffer.AsSpan(0, count));
            }
            finally
            {
                ArrayPool<byte>.Shared.Return(buffer);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return SourceFileResult.Skipped(SkipReason.Unreadable);
        }
    }

    private static async Task<int> ReadToEndAsync(SafeFileHandle handle, Memory<byte> buffer, CancellationToken cancellationToken)
    {
        int count = 0;
        while (count < buffer.Length)
        {
            int read = await RandomAccess.ReadAsync(handle, buffer[count..], count, cancellationToken).ConfigureAwait(false);
            if (read == 0)
            {
                break;
            }

            count += read;
        }

        return count;
    }

    private static SourceFileResult Understand(WalkedFile file, ReadOnlySpan<byte> bytes)
    {
        if (TextDecoder.Decode(bytes) is not { } text)
        {
            return SourceFileResult.Skipped(SkipReason.Binary);
        }

        if (string.IsNullOrWhiteSpace(text))
        {
            return SourceFileResult.Skipped(SkipReason.Empty);
        }

        string language = LanguageDetector.Detect(file.Path, text);
        if (!file.IsIncluded && MachineWriting.Recognize(text, language) is { } reason)
        {
            return SourceFileResult.Skipped(reason);
        }

        string hash = Convert.ToHexStringLower(SHA256.HashData(bytes));
        return SourceFileResult.Read(new SourceFile { Path = file.Path, Hash = hash, Language = language, Text = text });
    }
}
