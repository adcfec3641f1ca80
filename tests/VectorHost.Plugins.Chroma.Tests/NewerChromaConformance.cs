using VectorHost.Conformance;

namespace VectorHost.Plugins.Chroma.Tests;

[TestFixture]
public sealed class NewerChromaLifecycle : LifecycleConformance<NewerChroma>;

[TestFixture]
public sealed class NewerChromaSaving : SavingConformance<NewerChroma>;

[TestFixture]
public sealed class NewerChromaRecords : RecordsConformance<NewerChroma>;

[TestFixture]
public sealed class NewerChromaSearching : SearchingConformance<NewerChroma>;

[TestFixture]
public sealed class NewerChromaFiltering : FilteringConformance<NewerChroma>;

[TestFixture]
public sealed class NewerChromaLoading : LoadingConformance<NewerChroma>;

[TestFixture]
public sealed class NewerChromaDeleting : DeletingConformance<NewerChroma>;

[TestFixture]
public sealed class NewerChromaMetadata : MetadataConformance<NewerChroma>;

[TestFixture]
public sealed class NewerChromaConcurrency : ConcurrencyConformance<NewerChroma>;

[TestFixture]
public sealed class NewerChromaSequences : SequencesConformance<NewerChroma>;
