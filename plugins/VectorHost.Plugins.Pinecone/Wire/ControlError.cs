namespace VectorHost.Plugins.Pinecone.Wire;

/// <summary>The body of a failure of the control plane.</summary>
internal sealed record ControlError
{
    public required ControlErrorDetail Error { get; init; }
}
