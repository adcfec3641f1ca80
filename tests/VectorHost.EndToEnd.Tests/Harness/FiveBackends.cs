using System.Text.Json;
using VectorHost.TestServers.Chroma;
using VectorHost.TestServers.Pinecone;
using VectorHost.TestServers.Postgres;
using VectorHost.TestServers.Qdrant;

namespace VectorHost.EndToEnd.Tests.Harness;

/// <summary>A server for every backend that needs one, and the configuration that leads there.</summary>
public sealed class FiveBackends : IAsyncDisposable
{
    private const string QdrantKey = "qdrant-opensesame-4711";
    private const string PineconeKey = "pcsk_double_secret";

    private readonly ChromaServer _chroma;
    private readonly PostgresServer _postgres;
    private readonly QdrantDouble _qdrant;
    private readonly PineconeDouble _pinecone;

    private FiveBackends(ChromaServer chroma, PostgresServer postgres, QdrantDouble qdrant, PineconeDouble pinecone)
    {
        _chroma = chroma;
        _postgres = postgres;
        _qdrant = qdrant;
        _pinecone = pinecone;
    }

    /// <summary>Every backend of ours, by name.</summary>
    public static IReadOnlyList<string> Names { get; } = ["chromadb", "pinecone", "postgres", "qdrant", "sqlite"];

    /// <summary>The real Chroma.</summary>
    public ChromaServer Chroma => _chroma;

    /// <summary>The real PostgreSQL.</summary>
    public PostgresServer Postgres => _postgres;

    /// <summary>What no message may hold.</summary>
    public static IReadOnlyList<string> Secrets { get; } = [QdrantKey, PineconeKey, PostgresServer.Password];

    /// <summary>Starts the servers.</summary>
    public static async Task<FiveBackends> StartAsync()
    {
        PostgresServer postgres = await PostgresServer.StartAsync();
        ChromaServer chroma = await ChromaServer.StartAsync(ChromaVersion.Newer);
        QdrantDouble qdrant = await new QdrantDouble(new QdrantDoubleOptions { ApiKey = QdrantKey }).StartAsync();
        PineconeDouble pinecone = await PineconeDouble.StartAsync(new PineconeDoubleOptions { ApiKey = PineconeKey, PageSize = 100 });
        return new FiveBackends(chroma, postgres, qdrant, pinecone);
    }

    /// <summary>Writes the configuration of a user for whom only the backend's name remains to be chosen.</summary>
    public void Configure(Sandbox sandbox)
    {
        var settings = new
        {
            vector_store = new
            {
                sqlite = new { exact = true },
                qdrant = new { host = "127.0.0.1", port = _qdrant.Server.Port, api_key = QdrantKey, exact = true },
                chromadb = new { host = "127.0.0.1", port = _chroma.Port, exact = true },
                pinecone = new { api_key = PineconeKey, environment = "us-east-1-aws", controller_host = _pinecone.ControllerHost, exact = true },
                postgres = new
                {
                    host = "127.0.0.1",
                    port = _postgres.Port,
                    username = PostgresServer.Username,
                    password = PostgresServer.Password,
                    database = "postgres",
                    schema = $"t{Guid.NewGuid():N}",
                    exact = true,
                },
            },
        };
        Directory.CreateDirectory(Path.GetDirectoryName(sandbox.UserConfiguration)!);
        File.WriteAllText(sandbox.UserConfiguration, JsonSerializer.Serialize(settings));
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _pinecone.DisposeAsync();
        await _qdrant.DisposeAsync();
        await _chroma.DisposeAsync();
        await _postgres.DisposeAsync();
    }
}
