using System.Globalization;
using VectorHost.Verification;

namespace VectorHost.Output;

/// <summary>Shows to a person what came of a verification: each scenario on a line, its cases counted.</summary>
internal static class VerificationText
{
    public static void Write(Terminal terminal, VerificationReport report, string file)
    {
        terminal.Say($"backend  {report.Backend}: {report.Health.Description}");
        terminal.Say($"plugin   {report.Plugin.Name} {report.Plugin.Version}, contract {report.Plugin.ContractVersion} ({file})");
        foreach (IGrouping<string, ScenarioResult> theme in report.Scenarios.GroupBy(scenario => scenario.Theme))
        {
            terminal.Say("");
            terminal.Say(theme.Key);
            foreach (IGrouping<string, ScenarioResult> scenario in theme.GroupBy(scenario => scenario.Scenario))
            {
                WriteScenario(terminal, scenario.Key, [.. scenario]);
            }
        }

        terminal.Say("");
        if (report.Leftovers.Count > 0)
        {
            terminal.Say($"Could not be cleared, and may hold test records: {string.Join(", ", report.Leftovers)}.");
        }

        int skipped = report.Count(ScenarioOutcome.Skipped);
        terminal.Say(string.Create(
            CultureInfo.InvariantCulture,
            $"{report.Count(ScenarioOutcome.Passed):N0} passed, {report.Count(ScenarioOutcome.Failed):N0} failed{(skipped > 0 ? $", {skipped:N0} skipped" : "")} in {report.Duration.TotalSeconds:N1} s"));
    }

    private static void WriteScenario(Terminal terminal, string scenario, IReadOnlyList<ScenarioResult> cases)
    {
        ScenarioOutcome outcome = cases.Any(result => result.Outcome == ScenarioOutcome.Failed) ? ScenarioOutcome.Failed
            : cases.All(result => result.Outcome == ScenarioOutcome.Skipped) ? ScenarioOutcome.Skipped
            : ScenarioOutcome.Passed;
        string word = outcome.ToString().ToLowerInvariant();
        string count = cases.Count > 1 ? string.Create(CultureInfo.InvariantCulture, $" ({cases.Count} cases)") : "";
        terminal.Say($"  {word,-7}  {scenario}{count}");
        foreach (ScenarioResult result in cases.Where(result => result.Outcome != ScenarioOutcome.Passed))
        {
            string reason = (result.Reason ?? "").ReplaceLineEndings("\n").Replace("\n", "\n           ", StringComparison.Ordinal);
            terminal.Say($"           {(result.Case is null ? "" : $"{result.Case}: ")}{reason}");
        }
    }
}
