using System.Text.Json;

namespace VectorHost.Plugins.Chroma.Client;

/// <summary>A collection as the server describes it.</summary>
internal sealed record CollectionAnswer
{
    /// <summary>What requests about its records name it by.</summary>
    public required Guid Id { get; init; }

    /// <summary>What it was created as.</summary>
    public required string Name { get; init; }

    /// <summary>The free entries of its creator.</summary>
    public IReadOnlyDictionary<string, JsonElement>? Metadata { get; init; }

    /// <summary>The length of its vectors; null before the first.</summary>
    public int? Dimension { get; init; }

    /// <summary>Its index.</summary>
    public CollectionConfiguration? ConfigurationJson { get; init; }
}
