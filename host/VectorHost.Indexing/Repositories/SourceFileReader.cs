using System.Buffers;
using System.Security.Cryptography;
using Microsoft.Win32.SafeHandles;

namespace VectorHost.Indexing.Repositories;

/// <summary>Reads files once: hash, decoding, language, and whether it is worth indexing. Safe to use from many threads.</summary>
/// <param name="maxFileBytes">The largest file to read; one that grew past it since the walk is skipped.</param>
public sealed class SourceFileReader(long maxFileBytes = WalkOptions.DefaultMaxFileBytes)
{
    /// <summary>Reads a file on the caller's thread: another one would take longer to begin than most files to be read.</summary>
    /// <param name="file">The file, as a walk found it.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>
    /// The file, or a reason to skip it: too large, empty, binary, generated, minified (the last two not for files that
    /// <see cref="WalkOptions.Include"/> names), or unreadable, which a file is too that went away since the walk.
    /// </returns>
    public Task<SourceFileResult> ReadAsync(WalkedFile file, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(file);
        return cancellationToken.IsCancellationRequested
            ? Task.FromCanceled<SourceFileResult>(cancellationToken)
            : Task.FromResult(Read(file));
    }

    private SourceFileResult Read(WalkedFile file)
    {
        try
        {
            using SafeFileHandle handle = File.OpenHandle(file.FullPath, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            long length = RandomAccess.GetLength(handle);
            if (length > Math.Min(maxFileBytes, Array.MaxLength))
            {
                return SourceFileResult.Skipped(SkipReason.TooLarge);
            }

            byte[] buffer = ArrayPool<byte>.Shared.Rent((int)length);
            try
            {
                return Understand(file, buffer.AsSpan(0, ReadToEnd(handle, buffer.AsSpan(0, (int)length))));
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

    private static int ReadToEnd(SafeFileHandle handle, Span<byte> buffer)
    {
        int count = 0;
        while (count < buffer.Length)
        {
            int read = RandomAccess.Read(handle, buffer[count..], count);
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
