using VectorHost.Hosting.Integrity;

namespace VectorHost.Hosting.Installing;

/// <summary>Writes the files of a plugin into an empty folder, and never more than the limits allow, whatever an archive claims.</summary>
internal sealed class StagingFolder(string source, string directory, InstallLimits limits)
{
    /// <summary>Writes all of them.</summary>
    /// <exception cref="PluginInstallException">They are too many, too large, or damaged.</exception>
    public void Write(IReadOnlyCollection<InstallFile> files, CancellationToken cancellationToken)
    {
        // An archive may claim lengths whose sum is more than 64 bits hold.
        RequireSize(files.Count, files.Aggregate(Int128.Zero, static (sum, file) => sum + file.Length));
        long total = 0;
        foreach (InstallFile file in files)
        {
            total += Write(file, total, cancellationToken);
        }
    }

    private long Write(InstallFile file, long before, CancellationToken cancellationToken)
    {
        string target = Path.Combine(directory, file.Path);
        NewFile.CreateFolder(Path.GetDirectoryName(target)!);
        using Stream input = file.Open();
        using FileStream output = NewFile.Create(target);
        byte[] buffer = new byte[128 * 1024];
        var checksum = new Crc32();
        long written = 0;
        for (int read; (read = input.Read(buffer)) > 0;)
        {
            cancellationToken.ThrowIfCancellationRequested();
            written += read;
            if (written > file.Length)
            {
                throw Damaged($"'{file.Path}' has more than the {file.Length} bytes that it claims.");
            }

            RequireSize(files: 1, before + written);
            checksum.Append(buffer.AsSpan(0, read));
            output.Write(buffer, 0, read);
        }

        return written == file.Length && (file.Checksum is null || file.Checksum == checksum.Value)
            ? written
            : throw Damaged($"'{file.Path}' is not what it was when it was packed.");
    }

    private void RequireSize(int files, Int128 bytes)
    {
        string? reason =
            files > limits.MaxFiles ? $"it has {files} files, and {limits.MaxFiles} are allowed"
            : bytes > limits.MaxBytes ? $"it has more than {limits.MaxBytes} bytes"
            : null;
        if (reason is not null)
        {
            throw new PluginInstallException(InstallFailure.Refused, InstallProblems.TooLarge(source, reason));
        }
    }

    private PluginInstallException Damaged(string reason) =>
        new(InstallFailure.Refused, InstallProblems.SourceDamaged(source, reason));
}
