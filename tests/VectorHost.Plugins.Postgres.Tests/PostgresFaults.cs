using VectorHost.TestServers.Faults;

namespace VectorHost.Plugins.Postgres.Tests;

[TestFixture]
public sealed class PostgresFaults : FaultConformance<PostgresTestBackend>;
