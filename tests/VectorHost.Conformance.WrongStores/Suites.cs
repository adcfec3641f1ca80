namespace VectorHost.Conformance.WrongStores;

/// <summary>The suite, inherited for the store that is looked at. An assembly of its own, so that only a run that is asked for finds it.</summary>
public static class Suites
{
    [TestFixture]
    public sealed class Lifecycle : LifecycleConformance<StoreUnderTest>;

    [TestFixture]
    public sealed class Saving : SavingConformance<StoreUnderTest>;

    [TestFixture]
    public sealed class Records : RecordsConformance<StoreUnderTest>;

    [TestFixture]
    public sealed class Searching : SearchingConformance<StoreUnderTest>;

    [TestFixture]
    public sealed class Filtering : FilteringConformance<StoreUnderTest>;

    [TestFixture]
    public sealed class Loading : LoadingConformance<StoreUnderTest>;

    [TestFixture]
    public sealed class Deleting : DeletingConformance<StoreUnderTest>;

    [TestFixture]
    public sealed class Metadata : MetadataConformance<StoreUnderTest>;

    [TestFixture]
    public sealed class Concurrency : ConcurrencyConformance<StoreUnderTest>;

    [TestFixture]
    public sealed class Sequences : SequencesConformance<StoreUnderTest>;
}
