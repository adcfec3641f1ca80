using System.Net;
using Microsoft.Extensions.Logging;
using VectorHost.Abstractions;
using VectorHost.TestServers.Faults;

namespace VectorHost.Conformance.Tests.Remote;

/// <summary>A server of the test's own.</summary>
public sealed class RemoteTestBackend : TestBackend, IRemoteTestBackend
{
    private readonly RemoteServer _server;

    public RemoteTestBackend() => _server = new RemoteServer(Secret);

    public static bool SpeaksHttp => true;

    public EndPoint Server => _server.EndPoint;

    public string Secret { get; } = $"key-{Guid.NewGuid():N}";

    public override IVectorStore CreateStore() => new RemoteVectorStore(AddressOf(_server.EndPoint), Secret, () => new SocketsHttpHandler());

    public IVectorStore CreateStore(FaultProxy proxy, ILoggerFactory loggerFactory) =>
        new RemoteVectorStore(AddressOf(_server.EndPoint), Secret, proxy.CreateHttpHandler);

    public override ValueTask DisposeAsync() => _server.DisposeAsync();

    private static Uri AddressOf(IPEndPoint server) => new($"http://{server}/");
}
