namespace VectorHost.Plugins.Chroma.Client;

/// <summary>An index of vectors.</summary>
internal sealed record VectorIndex
{
    /// <summary>What is compared: <c>ip</c>, <c>cosine</c> or <c>l2</c>.</summary>
    public string? Space { get; init; }
}
