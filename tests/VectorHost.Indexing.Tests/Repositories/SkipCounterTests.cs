using VectorHost.Indexing.Repositories;

namespace VectorHost.Indexing.Tests.Repositories;

public sealed class SkipCounterTests
{
    [Test]
    public void Counts_from_many_threads_add_up()
    {
        SkipCounter skips = new();

        Parallel.For(0, 9_000, index => skips.Add("a.dat", index % 3 == 0 ? SkipReason.Binary : SkipReason.Ignored));

        Assert.That(skips.Total, Is.EqualTo(9_000));
        Assert.That(skips.ToDictionary(), Is.EqualTo(new Dictionary<SkipReason, long> { [SkipReason.Ignored] = 6_000, [SkipReason.Binary] = 3_000 }));
    }

    [Test]
    public void Every_reason_has_a_name_of_its_own()
    {
        Assert.That(Enum.GetValues<SkipReason>().Select(static reason => reason.DisplayName()), Is.Unique.And.All.Not.Empty);
    }
}
