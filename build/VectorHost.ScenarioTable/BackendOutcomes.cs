using System.Globalization;

namespace VectorHost.ScenarioTable;

/// <summary>What the tests of one backend left behind.</summary>
/// <param name="Backend">The backend, as its tests' project names it, such as <c>Sqlite</c>.</param>
/// <param name="Outcomes">How each scenario ended: passed, not applicable by a limit, or failed.</param>
internal sealed record BackendOutcomes(string Backend, IReadOnlyDictionary<int, string> Outcomes)
{
    private const string Failed = "failed";
    private const string Passed = "passed";

    /// <summary>Reads what lies beside the tests' assembly.</summary>
    /// <param name="backend">The backend.</param>
    /// <param name="folder">The folder of the assembly.</param>
    public static BackendOutcomes Read(string backend, string folder)
    {
        Dictionary<int, string> outcomes = [];
        foreach (string file in Directory.Exists(folder) ? Directory.GetFiles(folder, "*.scenarios.tsv", SearchOption.AllDirectories) : [])
        {
            foreach (string[] fields in File.ReadLines(file).Select(line => line.Split('\t')))
            {
                int scenario = int.Parse(fields[0], CultureInfo.InvariantCulture);
                outcomes[scenario] = outcomes.TryGetValue(scenario, out string? before) ? Worse(before, fields[1]) : fields[1];
            }
        }

        return new BackendOutcomes(backend, outcomes);
    }

    /// <summary>Of several tests, one that failed counts; one that passed counts more than one that did not apply.</summary>
    private static string Worse(string before, string after) =>
        before == Failed || after == Failed ? Failed : before == Passed ? before : after;
}
