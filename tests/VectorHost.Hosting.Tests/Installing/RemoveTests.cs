using VectorHost.Hosting.Discovery;
using VectorHost.Hosting.Installing;
using VectorHost.TestSupport;

namespace VectorHost.Hosting.Tests.Installing;

public sealed class RemoveTests : HostingTest
{
    private PluginInstaller Installer => new(Plugins);

    [TestCase("Acme")]
    [TestCase("acme")]
    public void A_plugin_is_removed_by_its_name_whatever_the_case(string name)
    {
        Add("Acme", PluginSource.Store("files"));
        Add("Other", PluginSource.Store("other"));

        Assert.That(Installer.Remove(name).Name, Is.EqualTo("Acme"));

        Assert.That(EntriesOf(Plugins), Is.EquivalentTo([".changing.lock", "Other"]));
    }

    [Test]
    public void A_single_file_goes_with_its_manifest()
    {
        new PluginBuild("Acme") { Source = PluginSource.Store("files") }.WriteTo(Plugins);
        Folder.Write("plugins/Acme.deps.json", PackageFiles.Manifest);
        Folder.Write("plugins/Acme.txt", "not ours");

        Installer.Remove("Acme");

        Assert.That(EntriesOf(Plugins), Is.EquivalentTo([".changing.lock", "Acme.txt"]));
    }

    [Test]
    public void A_rejected_plugin_can_be_removed_too()
    {
        Folder.Write("plugins/Text/Text.dll", "text");

        Installer.Remove("Text");

        Assert.That(Scan().Plugins, Is.Empty);
    }

    [Test]
    [Platform("Unix")]
    public void Of_a_link_only_the_link_goes()
    {
        new PluginBuild("Acme") { Source = PluginSource.Store("files") }.WriteTo(Folder.At("elsewhere"));
        Directory.CreateDirectory(Plugins);
        Directory.CreateSymbolicLink(Folder.At("plugins/Acme"), Folder.At("elsewhere"));

        Installer.Remove("Acme");

        Assert.That(Folder.At("elsewhere/Acme.dll"), Does.Exist);
        Assert.That(EntriesOf(Plugins), Is.EqualTo([".changing.lock"]));
    }

    [TestCase("files", "belongs to the plugin 'Acme'")]
    [TestCase("Acne", "Did you mean 'Acme'?")]
    [TestCase("something-else", "There are: Acme.")]
    [TestCase("../plugins/Acme", "no plugin")]
    [TestCase(".", "no plugin")]
    [TestCase("..", "no plugin")]
    [TestCase(".changing.lock", "no plugin")]
    public void A_name_that_no_plugin_has_is_refused_with_what_may_have_been_meant(string name, string part)
    {
        Add("Acme", PluginSource.Store("files"));

        Assert.That(
            () => Installer.Remove(name),
            Throws.TypeOf<PluginInstallException>().With.Property("Code").EqualTo("VH1716").And.Message.Contains(part));
        Assert.That(ScanOne().State, Is.EqualTo(PluginState.Ready));
    }

    [Test, MatrixRow(79)]
    public void What_an_interrupted_change_left_is_named_and_put_right_by_the_next()
    {
        Add("Acme", PluginSource.Store("files"));
        Add("Other", PluginSource.Store("other"));
        Directory.CreateDirectory(Folder.At("plugins/.installing-1/Half"));
        Folder.Write("plugins/.removing-2/Gone/Gone.dll", "going");
        Folder.Write("plugins/.replacing-3/Acme/Acme.dll", "the one before");
        Directory.CreateDirectory(Folder.At("plugins/.replacing-4"));
        Directory.Move(Folder.At("plugins/Other"), Folder.At("plugins/.replacing-4/Other"));

        PluginScan before = Scan();
        RemoveResult result = Installer.Remove("Acme");

        Assert.That(before.Notes.Select(note => note.Code), Is.EqualTo(["VH1717", "VH1717", "VH1717", "VH1717"]));
        Assert.That(before.Notes[1].Cause, Does.Contain(Folder.At("plugins/.removing-2")));
        Assert.That(before.Plugins.Select(plugin => plugin.Name), Is.EqualTo(["Acme"]));
        Assert.That(result.Recovered.Select(note => note.Code), Is.EqualTo(["VH1718", "VH1718", "VH1718", "VH1718"]));
        Assert.That(result.Recovered[3].Cause, Does.Contain("'Other' was put back"));
        Assert.That(EntriesOf(Plugins), Is.EquivalentTo([".changing.lock", "Other"]));
        Assert.That(ScanOne().State, Is.EqualTo(PluginState.Ready));
    }

    private static IEnumerable<string> EntriesOf(string directory) =>
        Directory.EnumerateFileSystemEntries(directory).Select(path => Path.GetFileName(path)!);
}
