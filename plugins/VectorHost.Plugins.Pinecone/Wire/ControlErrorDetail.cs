namespace VectorHost.Plugins.Pinecone.Wire;

/// <summary>What a failure of the control plane says.</summary>
internal sealed record ControlErrorDetail
{
    /// <summary>Such as <c>NOT_FOUND</c>.</summary>
    public required string Code { get; init; }

    public string Message { get; init; } = "";
}
