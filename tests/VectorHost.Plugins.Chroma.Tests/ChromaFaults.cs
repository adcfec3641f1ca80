using VectorHost.TestServers.Faults;

namespace VectorHost.Plugins.Chroma.Tests;

[TestFixture]
public sealed class NewerChromaFaults : FaultConformance<NewerChroma>;
