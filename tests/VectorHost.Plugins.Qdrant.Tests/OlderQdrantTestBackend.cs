using VectorHost.TestServers.Qdrant;

namespace VectorHost.Plugins.Qdrant.Tests;

/// <summary>Collections of its own on the double of the oldest version that the plugin works with, with strict limits.</summary>
public sealed class OlderQdrantTestBackend : QdrantTestBackend
{
    public override QdrantDouble Service => SharedQdrant.Older;
}
