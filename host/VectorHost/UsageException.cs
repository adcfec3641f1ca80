namespace VectorHost;

/// <summary>The command line cannot be carried out; the message says what to write instead.</summary>
/// <param name="message">What is wrong and what to write instead.</param>
internal sealed class UsageException(string message) : Exception(message);
