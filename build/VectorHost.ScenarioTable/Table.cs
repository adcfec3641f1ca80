using System.Globalization;
using System.Text;

namespace VectorHost.ScenarioTable;

/// <summary>The table of scenarios by backends, and its holes.</summary>
internal sealed class Table(IReadOnlyList<BackendOutcomes> backends)
{
    /// <summary>The one backend that keeps its records in files of its own.</summary>
    private const string Embedded = "Sqlite";

    private readonly List<string> _holes = [];

    /// <summary>Cells that are neither passed nor ruled out by a limit.</summary>
    public IReadOnlyList<string> Holes => _holes;

    /// <summary>Writes it in Markdown.</summary>
    public string Write()
    {
        StringBuilder text = new();
        text.Append("| | scenario |").AppendJoin('|', backends.Select(backend => $" {backend.Backend.ToLowerInvariant()} ")).Append("|\n|---:|---|");
        text.Append(string.Concat(backends.Select(_ => "---|"))).Append('\n');
        foreach (Scenario scenario in ScenarioCatalog.All)
        {
            text.Append(CultureInfo.InvariantCulture, $"| {scenario.Number} | {scenario.Title} |");
            foreach (BackendOutcomes backend in backends)
            {
                text.Append(CultureInfo.InvariantCulture, $" {Cell(scenario, backend)} |");
            }

            text.Append('\n');
        }

        return text.ToString();
    }

    private string Cell(Scenario scenario, BackendOutcomes backend)
    {
        bool hasServer = backend.Backend != Embedded;
        string? outcome = scenario.Home switch
        {
            ScenarioHome.Absent => $"not in the contract: {scenario.Reason}",
            ScenarioHome.Host => "by the host: " + Listed(scenario, static _ => true),
            ScenarioHome.Faults or ScenarioHome.Remote when !hasServer => "not applicable: no server",
            ScenarioHome.Embedded when hasServer => "not applicable: files are the server's",
            ScenarioHome.Backend or ScenarioHome.Embedded or ScenarioHome.Remote =>
                Listed(scenario, test => !test.File.Contains("Plugins.", StringComparison.Ordinal) || test.File.Contains($".{backend.Backend}.", StringComparison.Ordinal)),
            _ => backend.Outcomes.GetValueOrDefault(scenario.Number),
        };
        if (string.IsNullOrEmpty(outcome) || outcome == "failed" || outcome.EndsWith(": ", StringComparison.Ordinal))
        {
            outcome = $"**{outcome ?? "not run"}**";
            _holes.Add($"{backend.Backend}: {scenario.Number} {scenario.Title}: {outcome}");
        }

        return outcome;
    }

    private static string Listed(Scenario scenario, Func<ListedTest, bool> isAbout) =>
        string.Join(", ", ListedTests.All.Where(test => test.Scenario == scenario.Number).Where(isAbout).Select(test => test.Name).Distinct());
}
