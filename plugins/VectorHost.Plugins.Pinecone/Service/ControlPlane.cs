using VectorHost.Abstractions;
using VectorHost.Plugins.Pinecone.Wire;
using VectorHost.Plugins.Shared.Http;

namespace VectorHost.Plugins.Pinecone.Service;

/// <summary>The requests that manage the one index of the settings.</summary>
internal sealed class ControlPlane(PineconeSettings settings, Func<HttpMessageHandler> createHandler) : IDisposable
{
    /// <summary>A tag of the indexes that this backend made, which alone it may delete.</summary>
    public const string CreatorTag = "created_by";

    /// <summary>The value of <see cref="CreatorTag"/>.</summary>
    public const string Creator = "vectorhost";

    private readonly RestClient _client = new(PineconeEndpoints.Control(settings), createHandler);

    private string IndexPath => $"indexes/{settings.IndexName}";

    /// <summary>Describes the index.</summary>
    /// <returns>Null where there is none.</returns>
    public async Task<IndexModel?> DescribeAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await _client.GetAsync(IndexPath, ControlJson.Default.IndexModel, cancellationToken).ConfigureAwait(false);
        }
        catch (VectorStoreException exception) when (exception.Kind is StoreFailureKind.NotFound)
        {
            return null;
        }
    }

    /// <summary>Asks for the index; it is not ready yet when this returns. One that somebody else just made is as good.</summary>
    public async Task CreateAsync(int dimension, CancellationToken cancellationToken)
    {
        CreateIndexRequest request = new()
        {
            Name = settings.IndexName,
            Dimension = dimension,
            Metric = "cosine",
            Spec = new IndexSpec { Serverless = new ServerlessSpec { Cloud = settings.Cloud, Region = settings.Region } },
            VectorType = "dense",
            DeletionProtection = "disabled",
            Tags = new Dictionary<string, string> { [CreatorTag] = Creator },
        };

        try
        {
            await _client.SendAsync(
                HttpMethod.Post, "indexes", request, ControlJson.Default.CreateIndexRequest, ControlJson.Default.IndexModel, cancellationToken)
                .ConfigureAwait(false);
        }
        catch (VectorStoreException exception) when (exception.Kind is StoreFailureKind.Conflict)
        {
            // Another process was faster.
        }
        catch (VectorStoreException exception) when (exception.Kind is StoreFailureKind.NotFound or StoreFailureKind.InvalidRecord)
        {
            throw new VectorStoreException(
                StoreFailureKind.InvalidConfiguration,
                $"The index '{settings.IndexName}' cannot be made in region '{settings.Region}' of '{settings.Cloud}': check vector_store.pinecone.environment. {exception.Message}",
                exception.InnerException);
        }
    }

    /// <summary>Asks for the index to be deleted; it is still there for a while. None being there is fine.</summary>
    public async Task DeleteAsync(CancellationToken cancellationToken)
    {
        try
        {
            using HttpRequestMessage request = new(HttpMethod.Delete, IndexPath);
            using HttpResponseMessage answer = await _client.SendAsync(request, cancellationToken).ConfigureAwait(false);
        }
        catch (VectorStoreException exception) when (exception.Kind is StoreFailureKind.NotFound)
        {
            // Another process was faster.
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();
}
