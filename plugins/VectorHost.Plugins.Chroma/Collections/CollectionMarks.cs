using System.Text.Json;
using VectorHost.Abstractions;
using VectorHost.Plugins.Chroma.Client;

namespace VectorHost.Plugins.Chroma.Collections;

/// <summary>The marks by which a collection of ours is known, so that nobody else's is ever written or deleted.</summary>
internal static class CollectionMarks
{
    private const string HoldsKey = "vectorhost_holds";
    private const string FormatKey = "vectorhost_format";
    private const string Format = "1";

    /// <summary>
    /// The product of vectors: the cosine where their length is 1. The server scales vectors in a space <c>cosine</c>,
    /// and does not give back what was saved.
    /// </summary>
    private const string Space = "ip";

    /// <summary>What creates a collection.</summary>
    public static CreateCollectionBody Creation(string name, CollectionKind kind) => new()
    {
        Name = name,
        Metadata = new Dictionary<string, string> { [HoldsKey] = NameOf(kind), [FormatKey] = Format },
        Configuration = new CollectionConfiguration { Hnsw = new VectorIndex { Space = Space } },
    };

    /// <summary>Refuses a collection that is not ours.</summary>
    /// <exception cref="VectorStoreException">It is somebody else's, or of another version.</exception>
    public static void Check(CollectionAnswer collection, CollectionKind kind)
    {
        if (Text(collection, HoldsKey) != NameOf(kind))
        {
            throw new VectorStoreException(
                StoreFailureKind.Mismatch,
                $"The collection '{collection.Name}' in Chroma was not made by VectorHost, which leaves it alone: set vector_store.chromadb.collection to another name.");
        }

        if (Text(collection, FormatKey) is var format && format != Format)
        {
            throw new VectorStoreException(
                StoreFailureKind.Incompatible,
                $"The collection '{collection.Name}' in Chroma is of format {format}, and this version of VectorHost knows format {Format}: update VectorHost, or set vector_store.chromadb.collection to another name.");
        }

        string? space = collection.ConfigurationJson?.Hnsw?.Space ?? collection.ConfigurationJson?.Spann?.Space;
        if (space is not null && space != Space)
        {
            throw new VectorStoreException(
                StoreFailureKind.Mismatch,
                $"The collection '{collection.Name}' in Chroma compares vectors by '{space}', not by '{Space}' as VectorHost made it: delete it, or set vector_store.chromadb.collection to another name.");
        }
    }

    private static string NameOf(CollectionKind kind) => kind == CollectionKind.Catalogue ? "catalogue" : "records";

    private static string? Text(CollectionAnswer collection, string key) =>
        collection.Metadata?.TryGetValue(key, out JsonElement value) == true && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
