using VectorHost.Abstractions;

namespace VectorHost.Conformance.Sequences;

/// <summary>Runs sequences, each on a state of its own, and makes those that fail shorter.</summary>
/// <param name="createBackend">Makes a fresh, empty state.</param>
internal sealed class SequenceRun(Func<TestBackend> createBackend)
{
    /// <summary>Each run costs a state of its own; a failure is worth some of them.</summary>
    private const int MaxRunsToShrink = 150;

    /// <summary>Runs a sequence.</summary>
    /// <returns>Where and how it failed, or <see langword="null"/>.</returns>
    public async Task<SequenceFailure?> FindFailureAsync(IReadOnlyList<Step> steps)
    {
        await using TestBackend backend = createBackend();
        IVectorStore[] users = [backend.CreateStore(), backend.CreateStore()];
        int number = 0;
        try
        {
            await users[0].ConnectAsync();
            await users[1].ConnectAsync();
            StoreModel model = new();
            for (; number < steps.Count; number++)
            {
                await ExecuteAsync(steps[number], users, backend, model);
            }

            return null;
        }
        catch (Exception exception)
        {
            // Whatever a store throws where it should answer is a failure like a wrong answer.
            return new SequenceFailure(number, exception is AssertionException ? exception.Message : exception.ToString());
        }
        finally
        {
            await users[0].DisposeAsync();
            await users[1].DisposeAsync();
        }
    }

    /// <summary>Leaves out steps, many at once and then one by one, as long as the rest still fails.</summary>
    public async Task<(IReadOnlyList<Step> Steps, SequenceFailure Failure)> ShrinkAsync(IReadOnlyList<Step> steps, SequenceFailure failure)
    {
        List<Step> fewest = [.. steps.Take(failure.Number + 1)];
        int runs = 0;
        for (int length = fewest.Count / 2; length > 0; length /= 2)
        {
            // The last step is the one that shows the failure.
            for (int begin = fewest.Count - 1 - length; begin >= 0 && runs < MaxRunsToShrink; begin -= length)
            {
                List<Step> fewer = [.. fewest[..begin], .. fewest[(begin + length)..]];
                runs++;
                if (await FindFailureAsync(fewer) is { } still)
                {
                    fewest = [.. fewer.Take(still.Number + 1)];
                    failure = still;
                    begin = Math.Min(begin, fewest.Count - 1);
                }
            }
        }

        return (fewest, failure);
    }

    private static async Task ExecuteAsync(Step step, IVectorStore[] users, TestBackend backend, StoreModel model)
    {
        if (step is Step.Reopen)
        {
            await users[step.User].DisposeAsync();
            users[step.User] = backend.CreateStore();
            await users[step.User].ConnectAsync();
        }

        // Assertions that fail within this scope are thrown and not noted against the test that is under way.
        using (new NUnit.Framework.Internal.TestExecutionContext.IsolatedContext())
        {
            await step.ExecuteAsync(users[step.User], model);
        }
    }
}
