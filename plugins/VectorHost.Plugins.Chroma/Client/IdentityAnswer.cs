namespace VectorHost.Plugins.Chroma.Client;

/// <summary>Whose key it is.</summary>
internal sealed record IdentityAnswer
{
    public required string Tenant { get; init; }

    /// <summary>The databases that the key may use; <c>*</c> stands for all.</summary>
    public IReadOnlyList<string> Databases { get; init; } = [];
}
