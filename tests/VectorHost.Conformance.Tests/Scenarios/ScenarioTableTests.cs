using System.Reflection;
using VectorHost.ScenarioTable;
using VectorHost.TestServers.Faults;
using VectorHost.TestSupport;

namespace VectorHost.Conformance.Tests.Scenarios;

public sealed class ScenarioTableTests
{
    private static readonly HashSet<int> Marked =
    [
        .. new[] { typeof(ConformanceSuite).Assembly, typeof(FaultConformance<>).Assembly }
            .SelectMany(assembly => assembly.GetExportedTypes())
            .SelectMany(type => type.GetMethods())
            .SelectMany(method => method.GetCustomAttribute<ScenarioAttribute>()?.Numbers ?? []),
    ];

    [Test]
    public void Scenarios_are_numbered_without_a_gap()
    {
        Assert.That(ScenarioCatalog.All.Select(scenario => scenario.Number), Is.EqualTo(Enumerable.Range(1, 166)));
        Assert.That(Marked, Is.SubsetOf(ScenarioCatalog.All.Select(scenario => scenario.Number)));
    }

    [Test]
    public void Every_scenario_has_a_test_or_a_reason()
    {
        HashSet<int> listed = [.. ListedTests.All.Select(test => test.Scenario)];

        IEnumerable<Scenario> withoutHome = ScenarioCatalog.All.Where(scenario => scenario.Home switch
        {
            ScenarioHome.Suite or ScenarioHome.Faults => !Marked.Contains(scenario.Number),
            ScenarioHome.Host => !listed.Contains(scenario.Number),
            ScenarioHome.Absent => scenario.Reason is null,
            _ => false,
        });

        Assert.That(withoutHome, Is.Empty);
    }

    [Test]
    public void Every_test_that_is_listed_is_there() => Assert.That(ListedTests.FindMissing(RootOfTheSourceTree()), Is.Empty);

    [Test]
    public void A_table_shows_what_passed_what_a_limit_rules_out_and_what_is_missing()
    {
        using TemporaryFolder folder = new();
        folder.Write("first.scenarios.tsv", "1\tpassed\tA\n2\tnot applicable: MaxTop\tB\n5\tpassed\tC\n5\tfailed\tD\n8\tnot applicable: MaxTop\tE\n8\tpassed\tF\n");
        Table table = new([BackendOutcomes.Read("Some", folder.At("."))]);

        string[] lines = table.Write().Split('\n');

        Assert.That(lines[0], Is.EqualTo("| | scenario | some |"));
        Assert.That(LineOf(1), Does.EndWith("| passed |"));
        Assert.That(LineOf(2), Does.EndWith("| not applicable: MaxTop |"));
        Assert.That(LineOf(3), Does.EndWith("| **not run** |"));
        Assert.That(LineOf(5), Does.EndWith("| **failed** |"));
        Assert.That(LineOf(8), Does.EndWith("| passed |"));
        Assert.That(LineOf(9), Does.EndWith("| **not run** |"));
        Assert.That(table.Holes, Has.Some.StartsWith("Some: 5 ").And.Some.StartsWith("Some: 9 ").And.None.StartsWith("Some: 1 "));

        string LineOf(int scenario) => lines.Single(line => line.StartsWith($"| {scenario} |", StringComparison.Ordinal));
    }

    [Test]
    public void What_is_about_servers_is_not_asked_of_an_embedded_store()
    {
        using TemporaryFolder folder = new();
        Table table = new([BackendOutcomes.Read("Sqlite", folder.At("."))]);

        Assert.That(table.Write(), Does.Contain("\n| 3 | a server that is away is unavailable, and may come back | not applicable: no server |\n"));
    }

    private static string RootOfTheSourceTree()
    {
        DirectoryInfo? folder = new(TestContext.CurrentContext.TestDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "VectorHost.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException("No source tree above the tests.");
    }
}
