using System.Text.Json;
using System.Text.Json.Serialization;

namespace VectorHost.Plugins.Qdrant.Protocol;

/// <summary>What every successful answer is wrapped in.</summary>
internal sealed record QdrantAnswer<TResult> : IJsonOnDeserialized
{
    public required TResult Result { get; init; }

    void IJsonOnDeserialized.OnDeserialized()
    {
        if (Result is null)
        {
            throw new JsonException("The answer has no result.");
        }
    }
}
