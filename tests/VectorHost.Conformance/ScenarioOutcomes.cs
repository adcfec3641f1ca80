using System.Collections.Concurrent;
using System.Globalization;
using System.Reflection;
using NUnit.Framework.Interfaces;

namespace VectorHost.Conformance;

/// <summary>
/// Notes how the tests ended that show scenarios, in a file for each backend beside the assembly of its tests: a line for
/// each scenario and test, with its number, <c>passed</c>, <c>not applicable: LIMIT</c> or <c>failed</c>, and the test.
/// </summary>
/// <remarks>Only for assemblies named <c>*.Tests</c>: the suite also runs where no file should be left.</remarks>
internal static class ScenarioOutcomes
{
    /// <summary>What a test says of a scenario that a limit of the store rules out; the limit follows.</summary>
    public const string NotApplicable = "not applicable: ";

    private static readonly ConcurrentDictionary<(Type Backend, int Scenario, string Test), string> Outcomes = new();
    private static readonly Lock Writing = new();

    /// <summary>Notes the test that has just ended, and writes what was noted of its backend so far.</summary>
    /// <param name="backend">The backend's <see cref="TestBackend"/>.</param>
    /// <param name="test">The test.</param>
    /// <param name="tests">The assembly of the backend's tests.</param>
    /// <param name="result">How it ended.</param>
    public static void Note(Type backend, MethodInfo test, Assembly tests, TestContext.ResultAdapter result)
    {
        if (test.GetCustomAttribute<ScenarioAttribute>() is not { } scenarios || tests.GetName().Name?.EndsWith(".Tests", StringComparison.Ordinal) != true)
        {
            return;
        }

        string outcome = result.Outcome.Status != TestStatus.Passed ? "failed"
            : result.Message?.StartsWith(NotApplicable, StringComparison.Ordinal) == true ? result.Message.Trim()
            : "passed";
        foreach (int scenario in scenarios.Numbers)
        {
            Outcomes.AddOrUpdate((backend, scenario, test.Name), outcome, (_, before) => Worse(before, outcome));
        }

        lock (Writing)
        {
            Write(backend, Path.Combine(Path.GetDirectoryName(tests.Location)!, $"{backend.Name}.scenarios.tsv"));
        }
    }

    private static void Write(Type backend, string file) => File.WriteAllLines(
        file,
        [
            .. Outcomes.Where(entry => entry.Key.Backend == backend)
                .OrderBy(entry => entry.Key.Scenario)
                .ThenBy(entry => entry.Key.Test, StringComparer.Ordinal)
                .Select(entry => string.Create(CultureInfo.InvariantCulture, $"{entry.Key.Scenario}\t{entry.Value}\t{entry.Key.Test}")),
        ]);

    /// <summary>Of several cases, one that failed counts; one that passed counts more than one that did not apply.</summary>
    private static string Worse(string before, string after) =>
        before == "failed" || after == "failed" ? "failed" : before == "passed" ? before : after;
}
