namespace VectorHost.TestServers.OpenApi;

/// <summary>Where in an exchange a value is, and where problems with it go.</summary>
/// <param name="Where">Which part of the exchange.</param>
/// <param name="Position">The place in it, as a JSON pointer.</param>
/// <param name="Problems">What was found so far.</param>
internal readonly record struct SchemaContext(string Where, string Position, List<OpenApiProblem> Problems)
{
    public SchemaContext At(string property) => this with
    {
        Position = $"{Position}/{property.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal)}",
    };

    public SchemaContext At(int index) => this with { Position = $"{Position}/{index}" };

    public void Add(string message) => Problems.Add(new OpenApiProblem(Where, Position, message));
}
