using System.Collections.Concurrent;
using System.Globalization;
using System.Reflection;
using System.Text;
using NUnit.Framework.Interfaces;

namespace VectorHost.Hosting.Tests.Matrix;

/// <summary>Which test shows which row of the matrix, and how it ended in this run.</summary>
internal static class MatrixOutcomes
{
    private static readonly ConcurrentDictionary<MethodInfo, ConcurrentBag<TestStatus>> Seen = new();

    /// <summary>Every test of this project that shows a row.</summary>
    public static ILookup<int, MethodInfo> TestsByRow { get; } = typeof(MatrixOutcomes).Assembly.GetTypes()
        .Where(type => !type.IsAbstract)
        .SelectMany(type => type.GetMethods(BindingFlags.Public | BindingFlags.Instance))
        .SelectMany(method => method.GetCustomAttributes<MatrixRowAttribute>().Select(mark => (mark.Row, Method: method)))
        .ToLookup(test => test.Row, test => test.Method);

    /// <summary>Notes how one case of a test ended.</summary>
    public static void Note(MethodInfo method, TestStatus status)
    {
        if (method.IsDefined(typeof(MatrixRowAttribute)))
        {
            Seen.GetOrAdd(method, _ => []).Add(status);
        }
    }

    /// <summary>The table in Markdown: row, case, tests, outcome.</summary>
    public static string Write()
    {
        var text = new StringBuilder("| row | case | test | outcome |\n|---:|---|---|---|\n");
        for (int row = 1; row <= FailureMatrix.Cases.Count; row++)
        {
            string[] tests =
            [
                .. TestsByRow[row].OrderBy(method => method.Name, StringComparer.Ordinal).Select(method => $"{method.DeclaringType!.Name}.{method.Name} | {OutcomeOf(method)}"),
                .. FailureMatrix.Elsewhere.Where(test => test.Row == row).Select(test => $"{test.Test} | in {test.File.Split('/')[1]}"),
            ];
            foreach (string test in tests.DefaultIfEmpty("**none** | "))
            {
                text.Append(CultureInfo.InvariantCulture, $"| {row} | {FailureMatrix.Cases[row - 1]} | {test} |\n");
            }
        }

        return text.ToString();
    }

    private static string OutcomeOf(MethodInfo method)
    {
        if (!Seen.TryGetValue(method, out ConcurrentBag<TestStatus>? outcomes))
        {
            return "not run";
        }

        string cases = outcomes.Count == 1 ? "" : string.Create(CultureInfo.InvariantCulture, $" ({outcomes.Count} cases)");
        int failed = outcomes.Count(outcome => outcome != TestStatus.Passed);
        return failed == 0 ? $"passed{cases}" : string.Create(CultureInfo.InvariantCulture, $"**{failed} of {outcomes.Count} not passed**");
    }
}
