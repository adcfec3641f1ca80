namespace VectorHost.Hosting.Installing;

/// <summary>How large a plugin may be, so that an archive of a few bytes cannot fill the disk.</summary>
public sealed record InstallLimits
{
    /// <summary>How many files it may have.</summary>
    public int MaxFiles { get; init; } = 10_000;

    /// <summary>How many bytes all of them may have.</summary>
    public long MaxBytes { get; init; } = 1024L * 1024 * 1024;

    /// <summary>How many times larger than in the archive a file may be. Code shrinks to a third, text to a tenth.</summary>
    public int MaxRatio { get; init; } = 100;
}
