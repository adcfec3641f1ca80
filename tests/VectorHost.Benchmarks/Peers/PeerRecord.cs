namespace VectorHost.Benchmarks.Peers;

/// <summary>A record as drivers read it, beside its vector.</summary>
/// <param name="Repository">What filters ask for.</param>
/// <param name="Path">The file.</param>
/// <param name="StartLine">The first line.</param>
/// <param name="EndLine">The last line.</param>
/// <param name="Language">The language.</param>
/// <param name="Text">The lines.</param>
internal sealed record PeerRecord(string Repository, string Path, int StartLine, int EndLine, string Language, string Text);
