using Microsoft.CodeAnalysis;
using VectorHost.Abstractions;
using VectorHost.Hosting.Discovery;
using VectorHost.TestSupport;

namespace VectorHost.Hosting.Tests.Discovery;

/// <summary>Which contract a plugin was built for: rows 31 to 36 and 77 of the failure matrix.</summary>
public sealed class ContractGateTests : HostingTest
{
    private static readonly Version Host = typeof(IVectorStore).Assembly.GetName().Version!;

    [Test]
    public void The_hosts_own_contract_is_accepted_and_reported()
    {
        Add("Alpha", PluginSource.Store("alpha"));

        Assert.That(ScanOne().ContractVersion, Is.EqualTo(Host));
    }

    [Test, MatrixRow(33)]
    public void A_contract_that_differs_in_its_build_alone_is_accepted()
    {
        AddFor(new Version(Host.Major, Host.Minor, 77, 7));

        Assert.That(ScanOne().Problems, Is.Empty);
    }

    [Test, MatrixRow(34)]
    public void A_newer_minor_of_the_contract_is_rejected_with_both_versions_and_the_way_out()
    {
        AddFor(new Version(Host.Major, Host.Minor + 1, 0, 0));

        PluginProblem problem = ScanRejected("VH1112");

        Assert.That(problem.Cause, Does.Contain($"{Host.Major}.{Host.Minor + 1}").And.Contain($"{Host.Major}.{Host.Minor}"));
        Assert.That(problem.Remedy, Does.Contain("Upgrade VectorHost"));
    }

    [TestCase(+1, "Upgrade VectorHost")]
    [TestCase(-1, "newer version of the plugin")]
    [MatrixRow(35)]
    public void Another_major_of_the_contract_is_rejected_in_both_directions(int step, string remedy)
    {
        AddFor(new Version(Host.Major + step, 0, 0, 0));

        Assert.That(ScanRejected("VH1113").Remedy, Does.Contain(remedy));
    }

    [Test, MatrixRow(36)]
    public void An_attribute_of_the_same_name_from_elsewhere_is_not_ours()
    {
        Add(new PluginBuild("Alpha")
        {
            Source = PluginSource.StoreForOtherContract("alpha"),
            ReferencesContract = false,
            References = [Reference("Lookalike", PluginSource.Contract, Host)],
        });

        Assert.That(ScanRejected("VH1111").Cause, Does.Contain("Lookalike"));
    }

    [Test, MatrixRow(36)]
    public void An_attribute_of_the_same_name_in_the_plugin_itself_is_not_ours()
    {
        Add(new PluginBuild("Alpha") { Source = PluginSource.Contract, ReferencesContract = false });

        ScanRejected("VH1111");
    }

    [Test, MatrixRow(77)]
    public void A_reference_to_a_part_of_the_host_is_rejected()
    {
        MetadataReference hosting = MetadataReference.CreateFromFile(typeof(PluginHost).Assembly.Location);
        Add(new PluginBuild("Alpha")
        {
            Source = PluginSource.Store("alpha", "public object Coupling => new VectorHost.Hosting.PluginHostOptions();"),
            References = [hosting],
        });

        Assert.That(ScanRejected("VH1114").Cause, Does.Contain("VectorHost.Hosting"));
    }

    [TestCase("VectorHost.Indexing")]
    [TestCase("VectorHost.Verification")]
    [TestCase("vectorhost")]
    [MatrixRow(77)]
    public void A_reference_to_any_part_of_the_host_is_rejected_even_where_the_plugin_brings_it(string part)
    {
        var copy = new PluginBuild(part) { Source = "namespace Parts { public class Part; }" };
        copy.WriteTo(Folder.At("plugins/Alpha"));
        Add(new PluginBuild("Alpha") { Source = PluginSource.Store("alpha", "public object Coupling => new Parts.Part();"), References = [copy.ToReference()] });

        Assert.That(ScanRejected("VH1114").Cause, Does.Contain($"'{part}'"));
    }

    [Test, MatrixRow(32)]
    public async Task A_copy_of_the_contract_in_the_plugins_folder_is_ignored_with_a_warning_and_the_plugin_works()
    {
        Add("Alpha", PluginSource.Store("alpha"));
        File.Copy(typeof(IVectorStore).Assembly.Location, Folder.At("plugins/Alpha/VectorHost.Abstractions.dll"));
        await using PluginHost host = Open();

        await using IVectorStore store = await host.CreateStoreAsync("alpha", Context("alpha"));

        Assert.That(await store.CountAsync(RecordFilter.All), Is.Zero);
        Assert.That(host.Catalog.Plugins.Single().Problems.Single(problem => problem.Code == "VH1306").Severity, Is.EqualTo(ProblemSeverity.Warning));
    }

    [Test, MatrixRow(31)]
    public void A_shared_assembly_that_the_host_has_in_an_older_version_only_is_rejected_with_both()
    {
        const string Name = "Microsoft.Extensions.Primitives";
        Add(new PluginBuild("Alpha")
        {
            Source = PluginSource.Store("alpha", "public object Newer => new Newer();"),
            References = [Reference(Name, "public class Newer;", new Version(99, 0, 0, 0))],
        });

        Assert.That(ScanRejected("VH1305").Cause, Does.Contain(Name).And.Contain("99.0.0.0").And.Contain("10.0.0.0"));
    }

    [Test]
    public void The_shared_assemblies_are_the_contract_and_all_that_it_needs_beyond_the_runtime()
    {
        string framework = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
        var needed = new SortedSet<string>(StringComparer.Ordinal);
        var pending = new Queue<System.Reflection.Assembly>([typeof(IVectorStore).Assembly]);
        while (pending.TryDequeue(out System.Reflection.Assembly? assembly))
        {
            if (Path.GetDirectoryName(assembly.Location) != framework && needed.Add(assembly.GetName().Name!))
            {
                foreach (System.Reflection.AssemblyName reference in assembly.GetReferencedAssemblies())
                {
                    pending.Enqueue(System.Reflection.Assembly.Load(reference));
                }
            }
        }

        // Whatever the host shares, it warns about when a plugin brings it too.
        Add("Alpha", PluginSource.Store("alpha"));
        foreach (string name in needed)
        {
            Folder.Write($"plugins/Alpha/{name}.dll", "");
        }

        Assert.That(ScanOne().Problems.Count(problem => problem.Code == "VH1306"), Is.EqualTo(needed.Count));
    }

    private void AddFor(Version contract) => Add(new PluginBuild("Alpha")
    {
        Source = PluginSource.StoreForOtherContract("alpha"),
        ReferencesContract = false,
        References = [Reference("VectorHost.Abstractions", PluginSource.Contract, contract)],
    });
}
