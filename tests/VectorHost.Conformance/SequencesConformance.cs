using System.Globalization;
using System.Security.Cryptography;
using VectorHost.Conformance.Sequences;

namespace VectorHost.Conformance;

/// <summary>
/// Random sequences of operations by two users of one state, each answer compared with that of a store in memory. What
/// fails is printed with its seed, and with as few steps as still fail.
/// </summary>
/// <remarks>
/// Some sequences are the same in every run, and one is new. <c>VECTORHOST_SEQUENCE_SEED</c> repeats the new one,
/// <c>VECTORHOST_SEQUENCES</c> asks for more of them.
/// </remarks>
public abstract class SequencesConformance<TBackend> : VectorStoreConformance<TBackend>
    where TBackend : TestBackend, new()
{
    private const int StepCount = 40;
    private const string SeedVariable = "VECTORHOST_SEQUENCE_SEED";
    private const string CountVariable = "VECTORHOST_SEQUENCES";

    [TestCase(1)]
    [TestCase(2)]
    [TestCase(3)]
    [TestCase(4)]
    [Scenario(92, 120, 151)]
    public Task Any_sequence_of_operations_gives_the_answers_of_a_store_in_memory(int seed) => CheckAsync(seed);

    [Test]
    public async Task A_sequence_that_no_run_has_seen_gives_the_answers_of_a_store_in_memory()
    {
        int first = ReadNumber(SeedVariable) ?? RandomNumberGenerator.GetInt32(int.MaxValue / 2);
        int count = ReadNumber(CountVariable) ?? 1;
        for (int seed = first; seed < first + count; seed++)
        {
            await TestContext.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{SeedVariable}={seed}"));
            await CheckAsync(seed);
        }
    }

    private static async Task CheckAsync(int seed)
    {
        SequenceRun run = new(static () => new TBackend());
        IReadOnlyList<Step> steps = new StepGenerator(seed).Generate(StepCount);
        if (await run.FindFailureAsync(steps) is { } failure)
        {
            (IReadOnlyList<Step> fewest, SequenceFailure shrunk) = await run.ShrinkAsync(steps, failure);
            Assert.Fail(string.Create(
                CultureInfo.InvariantCulture,
                $"{SeedVariable}={seed} fails; so do these {fewest.Count} of its {StepCount} steps:\n{string.Join('\n', fewest)}\n{shrunk.Reason}"));
        }
    }

    private static int? ReadNumber(string variable) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : null;
}
