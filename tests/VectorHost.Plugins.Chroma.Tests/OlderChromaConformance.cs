using VectorHost.Conformance;

namespace VectorHost.Plugins.Chroma.Tests;

[TestFixture]
public sealed class OlderChromaLifecycle : LifecycleConformance<OlderChroma>;

[TestFixture]
public sealed class OlderChromaSaving : SavingConformance<OlderChroma>;

[TestFixture]
public sealed class OlderChromaRecords : RecordsConformance<OlderChroma>;

[TestFixture]
public sealed class OlderChromaSearching : SearchingConformance<OlderChroma>;

[TestFixture]
public sealed class OlderChromaFiltering : FilteringConformance<OlderChroma>;

[TestFixture]
public sealed class OlderChromaLoading : LoadingConformance<OlderChroma>;

[TestFixture]
public sealed class OlderChromaDeleting : DeletingConformance<OlderChroma>;

[TestFixture]
public sealed class OlderChromaMetadata : MetadataConformance<OlderChroma>;

[TestFixture]
public sealed class OlderChromaConcurrency : ConcurrencyConformance<OlderChroma>;

[TestFixture]
public sealed class OlderChromaSequences : SequencesConformance<OlderChroma>;
