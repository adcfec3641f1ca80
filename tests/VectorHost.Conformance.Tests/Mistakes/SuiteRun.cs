using NUnit.Framework.Api;
using NUnit.Framework.Interfaces;
using NUnit.Framework.Internal;
using VectorHost.Abstractions;
using VectorHost.Conformance.WrongStores;

namespace VectorHost.Conformance.Tests.Mistakes;

/// <summary>Runs the suite with NUnit's own runner on one store, and keeps how each case ended.</summary>
internal sealed class SuiteRun : ITestListener
{
    private readonly List<ITestResult> _results = [];

    private SuiteRun()
    {
    }

    /// <summary>How the cases ended.</summary>
    public IReadOnlyList<ITestResult> Results => _results;

    /// <summary>The tests of which a case failed, by name.</summary>
    public IReadOnlySet<string> Failed =>
        _results.Where(result => result.ResultState.Status == TestStatus.Failed).Select(result => result.Test.MethodName!).ToHashSet();

    /// <summary>Runs some tests of the suite, or all.</summary>
    /// <param name="wrap">Makes the store over a right one.</param>
    /// <param name="tests">The names of the tests; none means all.</param>
    public static SuiteRun Execute(Func<IVectorStore, IVectorStore> wrap, params IReadOnlyCollection<string> tests)
    {
        StoreUnderTest.Current = wrap;
        SuiteRun run = new();
        NUnitTestAssemblyRunner runner = new(new DefaultTestAssemblyBuilder());
        runner.Load(typeof(Suites).Assembly, new Dictionary<string, object> { ["NumberOfTestWorkers"] = 0, ["SynchronousEvents"] = true });
        runner.Run(run, tests.Count == 0
            ? TestFilter.Empty
            : TestFilter.FromXml($"<filter><or>{string.Concat(tests.Select(test => $"<method>{test}</method>"))}</or></filter>"));
        return run;
    }

    public void TestStarted(ITest test)
    {
    }

    public void TestFinished(ITestResult result)
    {
        if (!result.Test.IsSuite)
        {
            _results.Add(result);
        }
    }

    public void TestOutput(TestOutput output)
    {
    }

    public void SendMessage(TestMessage message)
    {
    }
}
