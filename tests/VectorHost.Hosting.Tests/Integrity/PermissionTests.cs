using System.Runtime.Versioning;
using VectorHost.Hosting.Discovery;
using VectorHost.TestSupport;

namespace VectorHost.Hosting.Tests.Integrity;

[Platform("Unix")]
[UnsupportedOSPlatform("windows")]
public sealed class PermissionTests : HostingTest
{
    private const UnixFileMode Everyone = (UnixFileMode)0b111_111_111;

    [TestCase("Alpha/Alpha.dll")]
    [TestCase("Alpha")]
    [TestCase("Alpha/data")]
    public void What_every_user_may_write_warns_and_is_named(string path)
    {
        Add("Alpha", PluginSource.Store("alpha"));
        Folder.Write("plugins/Alpha/data/words.txt", "words");
        File.SetUnixFileMode(Folder.At($"plugins/{path}"), Everyone);

        PluginDescriptor plugin = Open().Catalog.Plugins.Single();

        Assert.That(plugin.State, Is.EqualTo(PluginState.Ready));
        Assert.That(plugin.Problems.Single().Code, Is.EqualTo("VH1609"));
        Assert.That(plugin.Problems.Single().File, Is.EqualTo(Folder.At($"plugins/{path}")));
    }

    [Test]
    public void So_does_a_plugins_folder_that_every_user_may_write()
    {
        Add("Alpha", PluginSource.Store("alpha"));
        File.SetUnixFileMode(Plugins, Everyone);

        PluginHost host = Open();

        Assert.That(host.Catalog.Notes.Single().Code, Is.EqualTo("VH1609"));
        Assert.That(host.Catalog.Plugins.Single().Problems, Is.Empty);
    }

    [Test]
    public void What_only_the_owner_may_write_does_not()
    {
        Add("Alpha", PluginSource.Store("alpha"));

        PluginHost host = Open();

        Assert.That(host.Catalog.Notes, Is.Empty);
        Assert.That(host.Catalog.Plugins.Single().Problems, Is.Empty);
    }
}
