namespace VectorHost.Indexing.Repositories;

/// <summary>A repository cannot be walked. The message is for the user: what is wrong, and what to do.</summary>
/// <param name="message">What is wrong, and what to do.</param>
/// <param name="innerException">The cause, if any.</param>
public sealed class RepositoryException(string message, Exception? innerException = null) : Exception(message, innerException);
