namespace VectorHost.Benchmarks.Peers;

/// <summary>A record as drivers read it, beside its vector.</summary>
/// <param name="Id">What the host identifies it by.</param>
/// <param name="Repository">What filters ask for.</param>
/// <param name="Path">The file.</param>
/// <param name="StartLine">The first line.</param>
/// <param name="EndLine">The last line.</param>
/// <param name="FileHash">The hash of the file.</param>
/// <param name="ChunkHash">The hash of the lines.</param>
/// <param name="Language">The language.</param>
/// <param name="Text">The lines.</param>
internal sealed record PeerRecord(
    Guid Id, string Repository, string Path, int StartLine, int EndLine, string FileHash, string ChunkHash, string Language, string Text);
