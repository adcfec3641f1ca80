using VectorHost.Conformance;

namespace VectorHost.Plugins.Qdrant.Tests;

[TestFixture]
public sealed class QdrantLifecycle : LifecycleConformance<QdrantTestBackend>;

[TestFixture]
public sealed class QdrantSaving : SavingConformance<QdrantTestBackend>;

[TestFixture]
public sealed class QdrantRecords : RecordsConformance<QdrantTestBackend>;

[TestFixture]
public sealed class QdrantSearching : SearchingConformance<QdrantTestBackend>;

[TestFixture]
public sealed class QdrantFiltering : FilteringConformance<QdrantTestBackend>;

[TestFixture]
public sealed class QdrantLoading : LoadingConformance<QdrantTestBackend>;

[TestFixture]
public sealed class QdrantDeleting : DeletingConformance<QdrantTestBackend>;

[TestFixture]
public sealed class QdrantMetadata : MetadataConformance<QdrantTestBackend>;

[TestFixture]
public sealed class QdrantConcurrency : ConcurrencyConformance<QdrantTestBackend>;

[TestFixture]
public sealed class QdrantSequences : SequencesConformance<QdrantTestBackend>;
