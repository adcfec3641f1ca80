using VectorHost.Abstractions;
using VectorHost.Conformance.Sequences;

namespace VectorHost.Conformance.Tests.Mistakes;

public sealed class StepUniverseTests
{
    [Test]
    public void No_question_has_two_different_scores_so_near_that_rounding_could_swap_them()
    {
        ChunkRecord[] records =
        [
            .. Enumerable.Range(0, StepUniverse.VectorCount).Select(version => StepUniverse.Record("alpha", 0, version) with { Id = TestData.Record(version).Id }),
        ];

        for (int question = 0; question < StepUniverse.QuestionCount; question++)
        {
            VectorQuery query = new() { Embedding = StepUniverse.Question(question), Top = records.Length };
            double[] scores = [.. ExactSearch.Search(records, query).Select(hit => hit.Score)];

            Assert.That(scores.Zip(scores.Skip(1), (higher, lower) => higher - lower), Has.All.GreaterThan(2e-5));
        }
    }

    [TestCase(1)]
    [TestCase(2)]
    public void The_same_seed_makes_the_same_steps(int seed)
    {
        string first = string.Join('\n', new StepGenerator(seed).Generate(40));

        Assert.That(string.Join('\n', new StepGenerator(seed).Generate(40)), Is.EqualTo(first));
        Assert.That(string.Join('\n', new StepGenerator(seed + 10).Generate(40)), Is.Not.EqualTo(first));
    }
}
