namespace VectorHost.Indexing.Moving;

/// <summary>The last line of an archive, without which it is cut off.</summary>
/// <param name="Records">How many records came before.</param>
/// <param name="Digest">Their digest, as <see cref="RecordDigest.Value"/>.</param>
internal sealed record ArchiveEnd(long Records, string Digest);
