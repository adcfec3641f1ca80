using System.Diagnostics.CodeAnalysis;

namespace VectorHost.Indexing.Repositories;

/// <summary>What came of reading a file: its text, or the reason why it is not indexed.</summary>
public sealed record SourceFileResult
{
    private SourceFileResult()
    {
    }

    /// <summary>The file; <see langword="null"/> if it is skipped.</summary>
    public SourceFile? File { get; private init; }

    /// <summary>Why the file is skipped; <see langword="null"/> if it is not.</summary>
    public SkipReason? SkipReason { get; private init; }

    /// <summary>Whether there is a file to index.</summary>
    [MemberNotNullWhen(true, nameof(File))]
    [MemberNotNullWhen(false, nameof(SkipReason))]
    public bool IsRead => File is not null;

    /// <summary>A file to index.</summary>
    /// <param name="file">The file.</param>
    public static SourceFileResult Read(SourceFile file) => new() { File = file };

    /// <summary>A file that is not indexed.</summary>
    /// <param name="reason">Why not.</param>
    public static SourceFileResult Skipped(SkipReason reason) => new() { SkipReason = reason };
}
