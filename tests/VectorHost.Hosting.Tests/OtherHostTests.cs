using System.Runtime.Versioning;
using VectorHost.TestSupport;

namespace VectorHost.Hosting.Tests;

/// <summary>What differs in another host than this one, in a process of its own: rows 33 to 35, 59 and 80 of the failure matrix.</summary>
[Platform("Unix")]
[UnsupportedOSPlatform("windows")]
public sealed class OtherHostTests : HostingTest
{
    [Test, CancelAfter(60000), MatrixRow(33), MatrixRow(34)]
    public async Task A_host_of_a_newer_minor_contract_runs_plugins_of_the_older_one_and_refuses_those_of_a_newer_one(CancellationToken cancellationToken)
    {
        Add("Older", PluginSource.Store("older"));
        AddFor("Same", new Version(1, 3, 0, 0));
        AddFor("Newer", new Version(1, 4, 0, 0));
        var host = new ChildHost(Folder);
        host.ChangeContract(1, 3);

        (_, string output) = await host.RunAsync(cancellationToken, Plugins, OpenCache(), "older");

        Assert.That(output, Does.Contain("Older Ready").And.Contain("Same Ready").And.Contain("count 0"));
        Assert.That(output, Does.Match("Newer Rejected VH1112 .*needs contract 1.4, and this host offers 1.3"));
    }

    [Test, CancelAfter(60000), MatrixRow(35)]
    public async Task A_host_of_the_next_major_contract_refuses_todays_plugins_with_both_versions(CancellationToken cancellationToken)
    {
        Add("Older", PluginSource.Store("older"));
        var host = new ChildHost(Folder);
        host.ChangeContract(2, 0);

        (_, string output) = await host.RunAsync(cancellationToken, Plugins, OpenCache(), "older");

        Assert.That(output, Does.Match("Older Rejected VH1113 .*built for contract 1.0, and this host offers 2.0"));
        Assert.That(output, Does.Contain("failed Vector store backend 'older' not found"));
    }

    [Test, CancelAfter(60000), MatrixRow(80)]
    public async Task A_host_in_a_single_file_refuses_to_start_and_says_what_to_do(CancellationToken cancellationToken)
    {
        Add("Alpha", PluginSource.Store("alpha"));
        var host = new ChildHost(Folder) { Environment = { ["AS_SINGLE_FILE"] = "1" } };

        (int exitCode, string output) = await host.RunAsync(cancellationToken, Plugins, OpenCache(), "alpha");

        Assert.That(exitCode, Is.Zero);
        Assert.That(output, Does.StartWith("refused VH1005 ").And.Contain("single file").And.Contain("Publish it as a folder"));
        Assert.That(output, Does.Not.Contain("Alpha"));
    }

    [Test, CancelAfter(60000), MatrixRow(59)]
    public async Task Texts_of_a_satellite_assembly_come_in_their_language_and_fall_back_to_the_plugins_own(
        [Values] bool listed, CancellationToken cancellationToken)
    {
        AddTranslated(listed);

        (_, string output) = await new ChildHost(Folder).RunAsync(cancellationToken, Plugins, OpenCache(), "alpha");

        // The length of the greeting in German, in French, which is not there, and in no language.
        Assert.That(output, Does.Contain("count 10055"));
    }

    private void AddTranslated(bool listed)
    {
        new PluginBuild("Alpha.resources")
        {
            Source = "[assembly: System.Reflection.AssemblyCulture(\"de\")]",
            Resources = new Dictionary<string, byte[]>(StringComparer.Ordinal) { ["Words.de.resources"] = Words("Guten Tag!") },
        }.WriteTo(Folder.At("plugins/Alpha/de"));
        Add(new PluginBuild("Alpha")
        {
            Source = PluginSource.Store("alpha", """
                private static readonly System.Resources.ResourceManager Words = new("Words", typeof(Store).Assembly);
                public override Task<long> CountAsync(RecordFilter filter, CancellationToken cancellationToken = default) =>
                    Task.FromResult((1000L * Length("de")) + (10 * Length("fr")) + Length(""));
                private static long Length(string culture) => Words.GetString("greeting", new System.Globalization.CultureInfo(culture))!.Length;
                """),
            Resources = new Dictionary<string, byte[]>(StringComparer.Ordinal) { ["Words.resources"] = Words("Hello") },
        });
        if (listed)
        {
            Folder.Write("plugins/Alpha/Alpha.deps.json", """
                { "runtimeTarget": { "name": "net" }, "targets": { "net": { "Alpha/1.0.0": {
                    "runtime": { "Alpha.dll": {} }, "resources": { "de/Alpha.resources.dll": { "locale": "de" } } } } },
                  "libraries": { "Alpha/1.0.0": { "type": "project", "serviceable": false, "sha512": "" } } }
                """);
        }
    }

    private static byte[] Words(string greeting)
    {
        using var bytes = new MemoryStream();
        using (var writer = new System.Resources.ResourceWriter(bytes))
        {
            writer.AddResource("greeting", greeting);
        }

        return bytes.ToArray();
    }

    private void AddFor(string name, Version contract) => Add(new PluginBuild(name)
    {
        Source = PluginSource.StoreForOtherContract(name),
        ReferencesContract = false,
        References = [Reference("VectorHost.Abstractions", PluginSource.Contract, contract)],
    });
}
