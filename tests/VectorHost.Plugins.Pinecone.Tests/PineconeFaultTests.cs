using VectorHost.TestServers.Faults;

namespace VectorHost.Plugins.Pinecone.Tests;

[TestFixture]
public sealed class PineconeFaultTests : FaultConformance<PineconeRemoteTestBackend>;
