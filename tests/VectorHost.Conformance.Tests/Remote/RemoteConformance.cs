using VectorHost.TestServers.Faults;

namespace VectorHost.Conformance.Tests.Remote;

[TestFixture]
public sealed class RemoteFaults : FaultConformance<RemoteTestBackend>;
