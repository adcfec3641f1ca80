using VectorHost.Conformance;

namespace Company.Backend.Tests;

// The suite that every backend passes, a class for each theme. One that is forgotten fails the tests.

[TestFixture]
public sealed class Lifecycle : LifecycleConformance<MemoryTestBackend>;

[TestFixture]
public sealed class Saving : SavingConformance<MemoryTestBackend>;

[TestFixture]
public sealed class Records : RecordsConformance<MemoryTestBackend>;

[TestFixture]
public sealed class Searching : SearchingConformance<MemoryTestBackend>;

[TestFixture]
public sealed class Filtering : FilteringConformance<MemoryTestBackend>;

[TestFixture]
public sealed class Loading : LoadingConformance<MemoryTestBackend>;

[TestFixture]
public sealed class Deleting : DeletingConformance<MemoryTestBackend>;

[TestFixture]
public sealed class Metadata : MetadataConformance<MemoryTestBackend>;

[TestFixture]
public sealed class Concurrency : ConcurrencyConformance<MemoryTestBackend>;

[TestFixture]
public sealed class Sequences : SequencesConformance<MemoryTestBackend>;
