using System.Text.Json;
using VectorHost.Session;

namespace VectorHost.Output;

/// <content>What <c>status --all</c> prints.</content>
internal static partial class JsonDocuments
{
    public static StoreDocument Of(HostSession session, StoreStatus status) => new(
        session.Settings.Backend,
        status.Health.IsHealthy,
        status.Health.Description,
        [.. status.Repositories.Select(repository => new StoredRepositoryDocument(
            repository.Metadata.Repository,
            repository.Metadata.Root,
            JsonNamingPolicy.SnakeCaseLower.ConvertName(repository.Metadata.State.ToString()),
            repository.Records,
            repository.Metadata.FileCount,
            repository.Metadata.Embedder.Provider,
            repository.Metadata.Embedder.Model,
            repository.Metadata.Embedder.Dimensions,
            repository.Metadata.UpdatedAt))]);

    internal sealed record StoreDocument(
        string Backend, bool Healthy, string Health, IReadOnlyList<StoredRepositoryDocument> Repositories);

    internal sealed record StoredRepositoryDocument(
        string Repository,
        string Root,
        string State,
        long Records,
        long Files,
        string EmbeddingProvider,
        string EmbeddingModel,
        int Dimensions,
        DateTimeOffset IndexedAt);
}
