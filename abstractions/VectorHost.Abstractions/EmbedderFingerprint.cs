namespace VectorHost.Abstractions;

/// <summary>What made the vectors of an index. Vectors of different embedders cannot be compared.</summary>
public sealed record EmbedderFingerprint
{
    /// <summary>The provider's name in the configuration, such as <c>static</c> or <c>openai</c>.</summary>
    public required string Provider { get; init; }

    /// <summary>The model, with its version where the provider has one.</summary>
    public required string Model { get; init; }

    /// <summary>The length of every vector.</summary>
    public required int Dimensions { get; init; }

    /// <summary>How vectors are scaled: <c>l2</c> for length 1.</summary>
    public string Normalization { get; init; } = "l2";

    /// <summary>Provider, model and dimensions in one line, for messages.</summary>
    public override string ToString() => $"{Provider}/{Model} ({Dimensions} dimensions)";
}
