using System.ClientModel.Primitives;

namespace VectorHost.Indexing.Embedding.Remote;

/// <summary>Takes the credential off again, for servers without keys: the client insists on one, and some proxies refuse any.</summary>
internal sealed class KeylessPolicy : PipelinePolicy
{
    /// <summary>What the client is given in place of a key; it is never sent.</summary>
    public const string Placeholder = "none";

    /// <inheritdoc/>
    public override void Process(PipelineMessage message, IReadOnlyList<PipelinePolicy> pipeline, int currentIndex)
    {
        message.Request.Headers.Remove("Authorization");
        ProcessNext(message, pipeline, currentIndex);
    }

    /// <inheritdoc/>
    public override ValueTask ProcessAsync(PipelineMessage message, IReadOnlyList<PipelinePolicy> pipeline, int currentIndex)
    {
        message.Request.Headers.Remove("Authorization");
        return ProcessNextAsync(message, pipeline, currentIndex);
    }
}
