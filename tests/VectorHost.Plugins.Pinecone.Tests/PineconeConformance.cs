using VectorHost.Conformance;

namespace VectorHost.Plugins.Pinecone.Tests;

[TestFixture]
public sealed class PineconeLifecycle : LifecycleConformance<PineconeTestBackend>;

[TestFixture]
public sealed class PineconeSaving : SavingConformance<PineconeTestBackend>;

[TestFixture]
public sealed class PineconeRecords : RecordsConformance<PineconeTestBackend>;

[TestFixture]
public sealed class PineconeSearching : SearchingConformance<PineconeTestBackend>;

[TestFixture]
public sealed class PineconeFiltering : FilteringConformance<PineconeTestBackend>;

[TestFixture]
public sealed class PineconeLoading : LoadingConformance<PineconeTestBackend>;

[TestFixture]
public sealed class PineconeDeleting : DeletingConformance<PineconeTestBackend>;

[TestFixture]
public sealed class PineconeMetadata : MetadataConformance<PineconeTestBackend>;

[TestFixture]
public sealed class PineconeConcurrency : ConcurrencyConformance<PineconeTestBackend>;

[TestFixture]
public sealed class PineconeSequences : SequencesConformance<PineconeTestBackend>;
