using NUnit.Framework;
using VectorHost.Conformance;

namespace VectorHost.Verification;

/// <summary>The suite, inherited for the store that is being verified. The order is that of the report.</summary>
internal static class Suites
{
    [TestFixture, Order(1)]
    public sealed class Lifecycle : LifecycleConformance<VerifiedBackend>;

    [TestFixture, Order(2)]
    public sealed class Saving : SavingConformance<VerifiedBackend>;

    [TestFixture, Order(3)]
    public sealed class Records : RecordsConformance<VerifiedBackend>;

    [TestFixture, Order(4)]
    public sealed class Searching : SearchingConformance<VerifiedBackend>;

    [TestFixture, Order(5)]
    public sealed class Filtering : FilteringConformance<VerifiedBackend>;

    [TestFixture, Order(6)]
    public sealed class Loading : LoadingConformance<VerifiedBackend>;

    [TestFixture, Order(7)]
    public sealed class Deleting : DeletingConformance<VerifiedBackend>;

    [TestFixture, Order(8)]
    public sealed class Metadata : MetadataConformance<VerifiedBackend>;

    [TestFixture, Order(9)]
    public sealed class Concurrency : ConcurrencyConformance<VerifiedBackend>;

    [TestFixture, Order(10)]
    public sealed class Sequences : SequencesConformance<VerifiedBackend>;
}
