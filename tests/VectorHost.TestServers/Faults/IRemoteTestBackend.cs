using System.Net;
using Microsoft.Extensions.Logging;
using VectorHost.Abstractions;

namespace VectorHost.TestServers.Faults;

/// <summary>
/// What <see cref="FaultConformance{TBackend}"/> needs to know of a backend whose server is reached over a network.
/// </summary>
public interface IRemoteTestBackend
{
    /// <summary>Whether the server speaks HTTP, so that others may answer in its place.</summary>
    static abstract bool SpeaksHttp { get; }

    /// <summary>Where the server that holds this state listens, without TLS.</summary>
    EndPoint Server { get; }

    /// <summary>The key or password with which stores of this state connect: it must appear in no message.</summary>
    string Secret { get; }

    /// <summary>
    /// Makes a store over this state, not connected yet, all of whose connections go through a proxy: by address and port
    /// in its settings, or by <see cref="FaultProxy.CreateHttpHandler"/>.
    /// </summary>
    /// <param name="proxy">The proxy, which stands in front of <see cref="Server"/>.</param>
    /// <param name="loggerFactory">For the store's context.</param>
    IVectorStore CreateStore(FaultProxy proxy, ILoggerFactory loggerFactory);
}
