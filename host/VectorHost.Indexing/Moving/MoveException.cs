namespace VectorHost.Indexing.Moving;

/// <summary>Records cannot be moved as asked. The message is for the user: what is wrong, where, and what to do.</summary>
/// <param name="message">The message.</param>
/// <param name="innerException">The cause.</param>
public sealed class MoveException(string message, Exception? innerException = null) : Exception(message, innerException);
