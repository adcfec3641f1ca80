using System.Net;
using System.Text.Json;
using VectorHost.Abstractions;
using VectorHost.Plugins.Shared.Http;

namespace VectorHost.Plugins.Qdrant.Protocol;

/// <summary>Reads Qdrant's own way of saying what went wrong.</summary>
internal static class QdrantFailures
{
    /// <summary>The sentence in a failure's body; null where it is not wrapped as Qdrant does.</summary>
    public static string? Explain(string body)
    {
        try
        {
            return JsonSerializer.Deserialize(body, QdrantJsonContext.Rest.QdrantError)?.Status.Error;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>What a failure means where its text says more than its status; else null.</summary>
    public static VectorStoreException? Read(RestFailure failure) => failure.Status switch
    {
        HttpStatusCode.BadRequest => ReadBadRequest(failure),
        HttpStatusCode.Forbidden when Says(failure, "Storage locked") => new VectorStoreException(
            StoreFailureKind.Unavailable, $"Qdrant does not write now ({failure.Excerpt}): unlock it, or free memory or disk.")
        {
            IsTransient = false,
        },
        HttpStatusCode.InsufficientStorage => new VectorStoreException(
            StoreFailureKind.Unavailable, $"Qdrant is out of disk, memory or quota ({failure.Excerpt}): free some, or give it more.")
        {
            IsTransient = false,
        },
        _ => null,
    };

    private static VectorStoreException? ReadBadRequest(RestFailure failure)
    {
        if (Says(failure, "Vector dimension error"))
        {
            return new VectorStoreException(StoreFailureKind.Mismatch, $"Qdrant holds vectors of another length ({failure.Excerpt}).");
        }

        if (Says(failure, "Index required but not found"))
        {
            return new VectorStoreException(
                StoreFailureKind.Mismatch,
                $"The collection lacks a payload index that VectorHost makes ({failure.Excerpt}): it was made or changed by another program. Set vector_store.qdrant.collection to another name, or delete the collection.");
        }

        if (Says(failure, "Exact search disabled"))
        {
            return new VectorStoreException(
                StoreFailureKind.InvalidConfiguration, $"This collection allows no exact search ({failure.Excerpt}): set vector_store.qdrant.exact to false.");
        }

        string[] excesses = ["larger than allowed", "Limit exceeded", "limit reached", "limit of", "Max points count"];
        return excesses.Any(excess => Says(failure, excess))
            ? new VectorStoreException(StoreFailureKind.LimitExceeded, $"This is more than Qdrant takes ({failure.Request}: {failure.Excerpt}).")
            : null;
    }

    private static bool Says(RestFailure failure, string text) => failure.Body.Contains(text, StringComparison.OrdinalIgnoreCase);
}
