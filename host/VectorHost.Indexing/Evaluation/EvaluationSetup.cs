namespace VectorHost.Indexing.Evaluation;

/// <summary>What an index is made with. Each setup is indexed once, and asked in every variant.</summary>
/// <param name="Backend">The backend.</param>
/// <param name="Provider">The embedding provider.</param>
/// <param name="ChunkLength">The size of a chunk that is aimed at, in characters.</param>
public sealed record EvaluationSetup(string Backend, string Provider, int ChunkLength);
