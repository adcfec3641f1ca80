namespace VectorHost.Plugins.Chroma.Client;

/// <summary>A database that exists.</summary>
internal sealed record DatabaseAnswer
{
    public required string Name { get; init; }
}
