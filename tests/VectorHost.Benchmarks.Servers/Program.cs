using System.Text.Json;
using VectorHost.TestServers.Chroma;
using VectorHost.TestServers.Pinecone;
using VectorHost.TestServers.Postgres;
using VectorHost.TestServers.Qdrant;

namespace VectorHost.Benchmarks.Servers;

/// <summary>Starts the server of a backend, prints the settings that lead to it as one line of JSON, and ends with its input.</summary>
internal static class Program
{
    private const int WrongUsage = 2;

    private static async Task<int> Main(string[] arguments)
    {
        if (arguments is not [string backend])
        {
            return WrongUsage;
        }

        (IAsyncDisposable Server, Dictionary<string, string> Settings)? started = backend switch
        {
            "chromadb" => await StartChromaAsync(),
            "qdrant" => await StartQdrantAsync(),
            "pinecone" => await StartPineconeAsync(),
            "postgres" => await StartPostgresAsync(),
            _ => null,
        };
        if (started is not (IAsyncDisposable server, Dictionary<string, string> settings))
        {
            return WrongUsage;
        }

        await using (server)
        {
            await Console.Out.WriteLineAsync(JsonSerializer.Serialize(settings));
            await Console.In.ReadToEndAsync();
        }

        return 0;
    }

    private static async Task<(IAsyncDisposable, Dictionary<string, string>)> StartChromaAsync()
    {
        ChromaServer server = await ChromaServer.StartAsync(ChromaVersion.Newer);
        return (server, new() { ["host"] = server.Address.Host, ["port"] = $"{server.Port}" });
    }

    private static async Task<(IAsyncDisposable, Dictionary<string, string>)> StartQdrantAsync()
    {
        QdrantDouble server = await new QdrantDouble().StartAsync();
        return (server, new() { ["host"] = server.Server.Address.Host, ["port"] = $"{server.Server.Address.Port}" });
    }

    /// <summary>Writes can be seen at once, since a made-up delay would hide what is measured.</summary>
    private static async Task<(IAsyncDisposable, Dictionary<string, string>)> StartPineconeAsync()
    {
        PineconeDouble server = await PineconeDouble.StartAsync(new PineconeDoubleOptions { RequestsUntilVisible = 0, DescriptionsUntilReady = 0 });
        return (server, new() { ["controller_host"] = server.ControllerHost, ["api_key"] = server.Options.ApiKey });
    }

    /// <summary>As durable as it is by default, where tests give that up.</summary>
    private static async Task<(IAsyncDisposable, Dictionary<string, string>)> StartPostgresAsync()
    {
        PostgresServer server = await PostgresServer.StartAsync("fsync=on");
        return (server, new()
        {
            ["host"] = "127.0.0.1",
            ["port"] = $"{server.Port}",
            ["username"] = PostgresServer.Username,
            ["password"] = PostgresServer.Password,
        });
    }
}
