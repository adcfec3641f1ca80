using System.Net;
using Microsoft.Extensions.Logging;
using VectorHost.Abstractions;
using VectorHost.Conformance;
using VectorHost.TestServers.Faults;

namespace VectorHost.Plugins.Pinecone.Tests;

/// <summary>An index of its own, to which a proxy that fails leads.</summary>
public sealed class PineconeRemoteTestBackend : TestBackend, IRemoteTestBackend
{
    private readonly PineconeTestBackend _backend = new(SharedDouble.ServiceOfOnePort);

    public static bool SpeaksHttp => true;

    public EndPoint Server => new IPEndPoint(IPAddress.Loopback, _backend.Service.Data.Port);

    public string Secret => _backend.Service.Options.ApiKey;

    public override IVectorStore CreateStore() => _backend.CreateStore();

    public IVectorStore CreateStore(FaultProxy proxy, ILoggerFactory loggerFactory)
    {
        Dictionary<string, string?> settings = new()
        {
            ["api_key"] = Secret,
            ["controller_host"] = $"http://{proxy.EndPoint}",
        };
        return new PineconeVectorStore(PineconeContexts.Create(settings, _backend.IndexName, loggerFactory, proxy.CreateHttpHandler));
    }

    public override ValueTask DisposeAsync() => _backend.DisposeAsync();
}
