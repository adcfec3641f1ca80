using VectorHost.Conformance;

namespace VectorHost.Plugins.Sqlite.Tests;

[TestFixture]
public sealed class SqliteLifecycle : LifecycleConformance<SqliteTestBackend>;

[TestFixture]
public sealed class SqliteSaving : SavingConformance<SqliteTestBackend>;

[TestFixture]
public sealed class SqliteRecords : RecordsConformance<SqliteTestBackend>;

[TestFixture]
public sealed class SqliteSearching : SearchingConformance<SqliteTestBackend>;

[TestFixture]
public sealed class SqliteFiltering : FilteringConformance<SqliteTestBackend>;

[TestFixture]
public sealed class SqliteLoading : LoadingConformance<SqliteTestBackend>;

[TestFixture]
public sealed class SqliteDeleting : DeletingConformance<SqliteTestBackend>;

[TestFixture]
public sealed class SqliteMetadata : MetadataConformance<SqliteTestBackend>;

[TestFixture]
public sealed class SqliteConcurrency : ConcurrencyConformance<SqliteTestBackend>;

[TestFixture]
public sealed class SqliteSequences : SequencesConformance<SqliteTestBackend>;
