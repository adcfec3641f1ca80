namespace VectorHost.Indexing.Searching;

/// <summary>A place in the code is not in the index. The message is for the user: what is missing, and what to do.</summary>
/// <param name="message">What is missing, and what to do.</param>
public sealed class PlaceNotFoundException(string message) : Exception(message);
