namespace VectorHost.TestServers.OpenApi;

/// <summary>Something in an exchange that the description does not allow.</summary>
/// <param name="Where">Which part of the exchange, such as <c>request body</c>.</param>
/// <param name="Position">The place in that part's JSON, as a JSON pointer; empty for the whole.</param>
/// <param name="Message">What is wrong.</param>
public sealed record OpenApiProblem(string Where, string Position, string Message)
{
    /// <inheritdoc/>
    public override string ToString() => Position.Length == 0 ? $"{Where}: {Message}" : $"{Where} {Position}: {Message}";
}
