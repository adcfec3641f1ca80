using VectorHost.Abstractions;

namespace VectorHost.Indexing.Moving;

/// <summary>The first line of an archive.</summary>
/// <param name="Format">Always <see cref="FormatName"/>.</param>
/// <param name="Version">The version of the format.</param>
/// <param name="Metadata">The repository's metadata.</param>
internal sealed record ArchiveHeader(string Format, int Version, IndexMetadata Metadata)
{
    public const string FormatName = "vectorhost-records";

    public const int CurrentVersion = 1;
}
