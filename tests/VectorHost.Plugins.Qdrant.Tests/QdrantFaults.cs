using VectorHost.TestServers.Faults;

namespace VectorHost.Plugins.Qdrant.Tests;

[TestFixture]
public sealed class QdrantFaults : FaultConformance<QdrantTestBackend>;
