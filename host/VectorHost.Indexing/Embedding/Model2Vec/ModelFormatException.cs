namespace VectorHost.Indexing.Embedding.Model2Vec;

/// <summary>A file of a model is not as it has to be.</summary>
/// <param name="reason">What is wrong, to follow the file's name: "its header is cut off".</param>
public sealed class ModelFormatException(string reason) : Exception(reason);
