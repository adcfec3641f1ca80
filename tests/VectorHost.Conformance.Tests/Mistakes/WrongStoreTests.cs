using NUnit.Framework.Interfaces;
using VectorHost.Conformance.WrongStores;

namespace VectorHost.Conformance.Tests.Mistakes;

public sealed class WrongStoreTests
{
    private const int LongestShrunkSequence = 8;

    private const string Sequences = "Any_sequence_of_operations_gives_the_answers_of_a_store_in_memory";

    [Test]
    public void A_right_store_passes_every_test_of_the_suite()
    {
        SuiteRun run = SuiteRun.Execute(static right => right);

        Assert.That(run.Results, Has.Count.GreaterThan(200));
        Assert.That(
            run.Results.Where(result => result.ResultState.Status != TestStatus.Passed).Select(result => $"{result.Test.Name}: {result.Message}"),
            Is.Empty);
    }

    [TestCaseSource(nameof(WrongStores))]
    public void A_store_with_one_mistake_fails_the_tests_that_are_about_it(WrongStore wrong)
    {
        SuiteRun run = SuiteRun.Execute(wrong.Wrap, wrong.FoundBy);

        Assert.That(run.Failed, Is.EquivalentTo(wrong.FoundBy));
    }

    [Test]
    public void There_are_wrong_stores_enough_and_each_has_a_mistake_of_its_own()
    {
        Assert.That(WrongStore.All, Has.Count.GreaterThan(70));
        Assert.That(WrongStore.All.Select(wrong => wrong.Mistake), Is.Unique);
        Assert.That(WrongStore.All.Select(wrong => wrong.FoundBy), Has.All.Not.Empty);
    }

    [Test]
    public void Random_sequences_find_mistakes_by_themselves_and_show_them_in_a_few_steps()
    {
        string[] found =
        [
            .. WrongStore.All.Where(wrong => SuiteRun.Execute(wrong.Wrap, Sequences).Failed.Contains(Sequences)).Select(wrong => wrong.Mistake),
        ];
        TestContext.Out.WriteLine($"{found.Length} of {WrongStore.All.Count}: {string.Join(", ", found)}");

        Assert.That(found, Has.Length.GreaterThan(WrongStore.All.Count / 2));
    }

    [TestCase("ignores_what_it_knows")]
    [TestCase("remembers_answers")]
    [TestCase("clears_everything_for_one_repository")]
    public void A_failing_sequence_is_printed_with_its_seed_and_few_steps(string mistake)
    {
        WrongStore wrong = WrongStore.All.Single(store => store.Mistake == mistake);

        ITestResult failure = SuiteRun.Execute(wrong.Wrap, Sequences).Results.First(result => result.ResultState.Status == TestStatus.Failed);

        string[] steps = [.. failure.Message.Split('\n').Where(line => line.StartsWith("  user ", StringComparison.Ordinal))];
        Assert.That(failure.Message, Does.Match(@"VECTORHOST_SEQUENCE_SEED=\d+ fails"));
        Assert.That(steps, Has.Length.InRange(2, LongestShrunkSequence), failure.Message);
    }

    private static IEnumerable<TestCaseData> WrongStores() =>
        WrongStore.All.Select(wrong => new TestCaseData(wrong).SetName($"{{m}}({wrong.Mistake})"));
}
