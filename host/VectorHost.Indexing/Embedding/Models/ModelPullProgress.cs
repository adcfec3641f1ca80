namespace VectorHost.Indexing.Embedding.Models;

/// <summary>How far a file has come.</summary>
/// <param name="File">The file's name.</param>
/// <param name="Done">How many bytes are there, those of earlier tries included.</param>
/// <param name="Total">How many there will be, where the hub says so.</param>
public sealed record ModelPullProgress(string File, long Done, long? Total);
