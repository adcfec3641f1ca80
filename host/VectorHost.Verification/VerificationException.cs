namespace VectorHost.Verification;

/// <summary>The suite cannot be run on this store without danger to what it holds; the message says what to change.</summary>
/// <param name="message">What stands against it, and what to change.</param>
public sealed class VerificationException(string message) : Exception(message);
