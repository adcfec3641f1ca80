namespace VectorHost.Plugins.Chroma.Client;

/// <summary>How Chroma says no.</summary>
internal sealed record ErrorAnswer
{
    /// <summary>Such as <c>NotFoundError</c>.</summary>
    public required string Error { get; init; }

    public string Message { get; init; } = "";
}
