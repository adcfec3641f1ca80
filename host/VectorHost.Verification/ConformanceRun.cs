using NUnit.Framework.Api;
using NUnit.Framework.Interfaces;
using NUnit.Framework.Internal;

namespace VectorHost.Verification;

/// <summary>Runs the suite with NUnit's own runner, one scenario after the other.</summary>
/// <param name="report">Told of each scenario as it ends.</param>
internal sealed class ConformanceRun(Action<ScenarioResult> report) : ITestListener
{
    /// <summary>Runs every scenario; each is reported as it ends.</summary>
    /// <param name="cancellationToken">Ends the run after the scenario under way.</param>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        NUnitTestAssemblyRunner runner = new(new DefaultTestAssemblyBuilder());
        runner.Load(typeof(Suites).Assembly, new Dictionary<string, object>(StringComparer.Ordinal)
        {
            ["NumberOfTestWorkers"] = 0,
            ["SynchronousEvents"] = true,
        });

        CancellationTokenRegistration stopping = cancellationToken.Register(() => runner.StopRun(force: false));
        await using (stopping.ConfigureAwait(false))
        {
            // A thread of its own: the runner blocks it until the last scenario has ended.
            await Task.Factory.StartNew(
                () => runner.Run(this, TestFilter.Empty),
                CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default).ConfigureAwait(false);
        }

        cancellationToken.ThrowIfCancellationRequested();
    }

    /// <inheritdoc/>
    public void TestStarted(ITest test)
    {
    }

    /// <inheritdoc/>
    public void TestFinished(ITestResult result)
    {
        if (!result.Test.IsSuite)
        {
            report(Describe(result));
        }
    }

    /// <inheritdoc/>
    public void TestOutput(TestOutput output)
    {
    }

    /// <inheritdoc/>
    public void SendMessage(TestMessage message)
    {
    }

    private static ScenarioResult Describe(ITestResult result)
    {
        string name = result.Test.Name;
        int cases = name.IndexOf('(', StringComparison.Ordinal);
        return new ScenarioResult
        {
            Theme = result.Test.TypeInfo?.Type.Name ?? "",
            Scenario = (cases < 0 ? name : name[..cases]).Replace('_', ' '),
            Case = cases < 0 ? null : name[(cases + 1)..^1],
            Outcome = result.ResultState.Status switch
            {
                TestStatus.Passed or TestStatus.Warning => ScenarioOutcome.Passed,
                TestStatus.Failed => ScenarioOutcome.Failed,
                _ => ScenarioOutcome.Skipped,
            },
            Reason = string.IsNullOrWhiteSpace(result.Message) ? null : result.Message.Trim(),
            Duration = TimeSpan.FromSeconds(result.Duration),
        };
    }
}
