namespace VectorHost.EndToEnd.Tests.Harness;

/// <summary>The source of a plugin as somebody else would write it: a whole backend that keeps a JSON file.</summary>
public static class FileStoreSource
{
    /// <summary>The backend's name.</summary>
    public const string Backend = "filing-cabinet";

    /// <summary>The C#.</summary>
    public const string Text = """
        using System.Text.Json;
        using VectorHost.Abstractions;

        namespace Acme;

        [VectorStoreBackend("filing-cabinet", DisplayName = "Acme Filing Cabinet")]
        public sealed class FilingCabinet(VectorStoreContext context) : IVectorStore
        {
            private readonly Lock _gate = new();
            private Drawer _drawer = new();

            private string FileName => context.Configuration["file"] is { Length: > 0 } file
                ? Path.GetFullPath(file, context.RepositoryRoot)
                : Path.Combine(context.DataDirectory, "cabinet.json");

            public StoreLimits Limits { get; } = new() { MaxBatchRecords = 50, MaxFilterValues = 40 };

            public async Task ConnectAsync(CancellationToken cancellationToken = default)
            {
                if (File.Exists(FileName))
                {
                    await using FileStream stream = File.OpenRead(FileName);
                    _drawer = (await JsonSerializer.DeserializeAsync<Drawer>(stream, cancellationToken: cancellationToken))!;
                }
            }

            public Task<StoreHealth> CheckHealthAsync(CancellationToken cancellationToken = default) =>
                Task.FromResult(new StoreHealth { IsHealthy = true, Description = $"A filing cabinet at {FileName}" });

            public Task SaveAsync(IReadOnlyList<ChunkRecord> records, IndexMetadata metadata, CancellationToken cancellationToken = default) =>
                ChangeAsync(() =>
                {
                    foreach (ChunkRecord record in records)
                    {
                        _drawer.Records[record.Id] = Card.Of(record);
                    }

                    _drawer.Metadata[metadata.Repository] = metadata;
                });

            public async IAsyncEnumerable<ChunkRecord> LoadAsync(RecordFilter filter, RecordParts parts, [EnumeratorCancellation] CancellationToken cancellationToken = default)
            {
                foreach (Card card in Matching(filter))
                {
                    await Task.Yield();
                    yield return card.ToRecord(parts);
                }
            }

            public Task<IReadOnlyList<SearchHit>> SearchAsync(VectorQuery query, CancellationToken cancellationToken = default) =>
                Task.FromResult<IReadOnlyList<SearchHit>>([.. Matching(query.Filter)
                    .Select(card => new SearchHit { Record = card.ToRecord(query.Parts), Score = card.Embedding.Zip(query.Embedding.ToArray(), (a, b) => a * b).Sum() })
                    .OrderByDescending(hit => hit.Score).ThenBy(hit => hit.Record.Id)
                    .Take(query.Top)]);

            public Task<IReadOnlyList<IndexMetadata>> GetMetadataAsync(string? repository = null, CancellationToken cancellationToken = default) =>
                Task.FromResult<IReadOnlyList<IndexMetadata>>([.. _drawer.Metadata.Values
                    .Where(metadata => repository is null || metadata.Repository == repository)
                    .OrderBy(metadata => metadata.Repository, StringComparer.Ordinal)]);

            public Task<long> CountAsync(RecordFilter filter, CancellationToken cancellationToken = default) =>
                Task.FromResult((long)Matching(filter).Count);

            public Task DeleteAsync(RecordFilter filter, CancellationToken cancellationToken = default) =>
                filter.IsEmpty
                    ? throw new ArgumentException("The filter is empty.", nameof(filter))
                    : ChangeAsync(() => Matching(filter).ForEach(card => _drawer.Records.Remove(card.Id)));

            public Task ClearAsync(string? repository = null, CancellationToken cancellationToken = default) =>
                ChangeAsync(() =>
                {
                    RecordFilter filter = repository is null ? RecordFilter.All : RecordFilter.ForRepository(repository);
                    Matching(filter).ForEach(card => _drawer.Records.Remove(card.Id));
                    foreach (string name in _drawer.Metadata.Keys.Where(name => repository is null || name == repository).ToList())
                    {
                        _drawer.Metadata.Remove(name);
                    }
                });

            public Task<bool> ExistsAsync(string? repository = null, CancellationToken cancellationToken = default) =>
                Task.FromResult(repository is null ? _drawer.Metadata.Count > 0 : _drawer.Metadata.ContainsKey(repository));

            public ValueTask DisposeAsync() => ValueTask.CompletedTask;

            private List<Card> Matching(RecordFilter filter)
            {
                lock (_gate)
                {
                    return [.. _drawer.Records.Values.Where(card =>
                        (filter.Repositories?.Contains(card.Repository) ?? true)
                        && (filter.Paths?.Contains(card.Path) ?? true)
                        && (filter.PathPrefix is null || card.Path.StartsWith(filter.PathPrefix, StringComparison.Ordinal))
                        && (filter.Ids?.Contains(card.Id) ?? true))];
                }
            }

            private Task ChangeAsync(Action change)
            {
                lock (_gate)
                {
                    change();
                    Directory.CreateDirectory(Path.GetDirectoryName(FileName)!);
                    File.WriteAllText(FileName, JsonSerializer.Serialize(_drawer));
                    return Task.CompletedTask;
                }
            }
        }

        public sealed class Drawer
        {
            public Dictionary<Guid, Card> Records { get; set; } = [];
            public Dictionary<string, IndexMetadata> Metadata { get; set; } = [];
        }

        public sealed record Card(
            Guid Id, string Repository, string Path, int StartLine, int EndLine, string FileHash, string ChunkHash, string Language, string Text, float[] Embedding)
        {
            public static Card Of(ChunkRecord record) => new(
                record.Id, record.Repository, record.Path, record.StartLine, record.EndLine, record.FileHash, record.ChunkHash, record.Language, record.Text!, record.Embedding.ToArray());

            public ChunkRecord ToRecord(RecordParts parts) => new()
            {
                Id = Id,
                Repository = Repository,
                Path = Path,
                StartLine = StartLine,
                EndLine = EndLine,
                FileHash = FileHash,
                ChunkHash = ChunkHash,
                Language = Language,
                Text = parts.HasFlag(RecordParts.Text) ? Text : null,
                Embedding = parts.HasFlag(RecordParts.Embedding) ? Embedding : default,
            };
        }
        """;
}
