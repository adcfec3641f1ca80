using VectorHost.Conformance;

namespace VectorHost.Plugins.Postgres.Tests;

[TestFixture]
public sealed class PostgresLifecycle : LifecycleConformance<PostgresTestBackend>;

[TestFixture]
public sealed class PostgresSaving : SavingConformance<PostgresTestBackend>;

[TestFixture]
public sealed class PostgresRecords : RecordsConformance<PostgresTestBackend>;

[TestFixture]
public sealed class PostgresSearching : SearchingConformance<PostgresTestBackend>;

[TestFixture]
public sealed class PostgresFiltering : FilteringConformance<PostgresTestBackend>;

[TestFixture]
public sealed class PostgresLoading : LoadingConformance<PostgresTestBackend>;

[TestFixture]
public sealed class PostgresDeleting : DeletingConformance<PostgresTestBackend>;

[TestFixture]
public sealed class PostgresMetadata : MetadataConformance<PostgresTestBackend>;

[TestFixture]
public sealed class PostgresConcurrency : ConcurrencyConformance<PostgresTestBackend>;

[TestFixture]
public sealed class PostgresSequences : SequencesConformance<PostgresTestBackend>;
