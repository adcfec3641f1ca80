using VectorHost.Abstractions;
using VectorHost.Plugins.Pinecone.Wire;

namespace VectorHost.Plugins.Pinecone.Service;

/// <summary>Whether an index is one that this backend can work with.</summary>
internal static class IndexCheck
{
    /// <summary>Refuses an index of another kind or metric.</summary>
    /// <exception cref="VectorStoreException">It cannot be used.</exception>
    public static void ThrowIfUnusable(IndexModel model)
    {
        if (model.Spec.Serverless is null)
        {
            throw new VectorStoreException(
                StoreFailureKind.Incompatible,
                $"The Pinecone index '{model.Name}' is not serverless, and others cannot list what they hold: name another one in vector_store.pinecone.index_name.");
        }

        // Of vectors of length 1, the dot product is the cosine.
        if (model.Dimension is null || model.VectorType is not (null or "dense") || model.Metric is not ("cosine" or "dotproduct"))
        {
            throw new VectorStoreException(
                StoreFailureKind.Mismatch,
                $"The Pinecone index '{model.Name}' holds {model.VectorType ?? "dense"} vectors with metric '{model.Metric}'; needed are dense ones with 'cosine': name another index in vector_store.pinecone.index_name.");
        }
    }

    /// <summary>Refuses an index that is not ready and will not be.</summary>
    /// <exception cref="VectorStoreException">Waiting is of no use.</exception>
    public static void ThrowIfHopeless(IndexModel model)
    {
        if (model.Status.State is "InitializationFailed" or "Disabled")
        {
            throw new VectorStoreException(
                StoreFailureKind.Unavailable,
                $"The Pinecone index '{model.Name}' is in state '{model.Status.State}': see app.pinecone.io, delete it there, or name another one in vector_store.pinecone.index_name.")
            {
                IsTransient = false,
            };
        }
    }

    /// <summary>Where the data plane of an index is.</summary>
    /// <exception cref="VectorStoreException">The control plane names no such place, or one to which the key must not be sent.</exception>
    public static Uri AddressOf(IndexModel model, PineconeSettings settings)
    {
        string host = model.Host.Contains("://", StringComparison.Ordinal) ? model.Host : $"https://{model.Host}";
        bool isAddress = Uri.TryCreate(host.TrimEnd('/') + "/", UriKind.Absolute, out Uri? address);

        // What came over TLS does not continue without: the key is in every request.
        bool isAllowed = isAddress && (address!.Scheme == Uri.UriSchemeHttps
            || (address.Scheme == Uri.UriSchemeHttp && settings.Controller.Scheme == Uri.UriSchemeHttp));
        return isAllowed
            ? address!
            : throw new VectorStoreException(
                StoreFailureKind.Protocol,
                $"Pinecone says that the index '{model.Name}' is at '{model.Host}', which is no https address: check vector_store.pinecone.controller_host.");
    }

    /// <summary>The failure of vectors that do not fit.</summary>
    public static VectorStoreException WrongDimension(string index, int indexDimension, int dimension) => new(
        StoreFailureKind.Mismatch,
        $"The Pinecone index '{index}' holds vectors of {indexDimension} dimensions, and these have {dimension}. An index has one length: name another index in vector_store.pinecone.index_name, or clear this one.");
}
