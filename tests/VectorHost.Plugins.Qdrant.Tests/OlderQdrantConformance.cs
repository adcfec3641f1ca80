using VectorHost.Conformance;

namespace VectorHost.Plugins.Qdrant.Tests;

[TestFixture]
public sealed class OlderQdrantLifecycle : LifecycleConformance<OlderQdrantTestBackend>;

[TestFixture]
public sealed class OlderQdrantSaving : SavingConformance<OlderQdrantTestBackend>;

[TestFixture]
public sealed class OlderQdrantRecords : RecordsConformance<OlderQdrantTestBackend>;

[TestFixture]
public sealed class OlderQdrantSearching : SearchingConformance<OlderQdrantTestBackend>;

[TestFixture]
public sealed class OlderQdrantFiltering : FilteringConformance<OlderQdrantTestBackend>;

[TestFixture]
public sealed class OlderQdrantLoading : LoadingConformance<OlderQdrantTestBackend>;

[TestFixture]
public sealed class OlderQdrantDeleting : DeletingConformance<OlderQdrantTestBackend>;

[TestFixture]
public sealed class OlderQdrantMetadata : MetadataConformance<OlderQdrantTestBackend>;

[TestFixture]
public sealed class OlderQdrantConcurrency : ConcurrencyConformance<OlderQdrantTestBackend>;

[TestFixture]
public sealed class OlderQdrantSequences : SequencesConformance<OlderQdrantTestBackend>;
