using System.Runtime.Versioning;
using VectorHost.Hosting.Catalog;
using VectorHost.Hosting.Discovery;
using VectorHost.TestSupport;

namespace VectorHost.Hosting.Tests.Discovery;

/// <summary>What is kept of plugins from one host to the next, and when it is not believed.</summary>
[Platform(Exclude = "Win", Reason = "Nothing is kept there.")]
[UnsupportedOSPlatform("windows")]
public sealed class InspectionCacheTests : HostingTest
{
    private static readonly TimeSpan LongEnough = TimeSpan.FromHours(1);

    [Test]
    public async Task A_plugin_that_has_not_changed_is_found_without_opening_its_files()
    {
        string file = Add("Alpha", PluginSource.Store("alpha"));
        await OpenLaterAsync();

        PluginDescriptor plugin;
        await using (FileStream alone = Lock(file))
        {
            plugin = await OpenLaterAsync();
        }

        Assert.Multiple(() =>
        {
            Assert.That(plugin.State, Is.EqualTo(PluginState.Ready), () => string.Join("; ", plugin.Problems));
            Assert.That(plugin.Backends.Single(), Is.EqualTo(ScanOne().Backends.Single()));
            Assert.That(plugin, Has.Property("Version").EqualTo(ScanOne().Version).And.Property("ContractVersion").EqualTo(ScanOne().ContractVersion)
                .And.Property("TargetFramework").EqualTo(ScanOne().TargetFramework).And.Property("AssemblyName").EqualTo("Alpha"));
        });
    }

    [Test]
    public async Task A_plugin_from_the_cache_can_be_loaded()
    {
        Add("Alpha", PluginSource.Store("alpha"));
        await OpenLaterAsync();

        await using PluginHost host = PluginHost.Open(Options, Logs, new LaterTime(LongEnough));
        await using Abstractions.IVectorStore store = await host.CreateStoreAsync("alpha", Context("alpha"));

        await Assert.ThatAsync(() => store.ConnectAsync(), Throws.Nothing);
    }

    [Test]
    public async Task A_plugin_that_was_altered_in_place_is_read_again_even_if_its_size_and_time_are_the_same()
    {
        string file = Add("Alpha", PluginSource.Store("alpha"));
        await OpenLaterAsync();
        DateTime written = File.GetLastWriteTimeUtc(file);

        byte[] damaged = await File.ReadAllBytesAsync(file);
        damaged.AsSpan(0, 64).Clear();
        await File.WriteAllBytesAsync(file, damaged);
        File.SetLastWriteTimeUtc(file, written);

        Assert.That(await OpenLaterAsync(), Has.Property("State").EqualTo(PluginState.Rejected));
    }

    [Test]
    public async Task A_plugin_that_another_file_has_replaced_is_read_again()
    {
        string file = Add("Alpha", PluginSource.Store("alpha"));
        await OpenLaterAsync();
        new PluginBuild("Alpha") { Source = PluginSource.Store("beta") }.WriteTo(Folder.At("other"));

        File.Move(Folder.At("other/Alpha.dll"), file, overwrite: true);

        Assert.That((await OpenLaterAsync()).Backends.Single().Name, Is.EqualTo("beta"));
    }

    [Test]
    public async Task A_library_that_appears_beside_a_plugin_has_the_plugin_read_again()
    {
        string file = Add("Alpha", PluginSource.Store("alpha"));
        await OpenLaterAsync();
        await File.WriteAllBytesAsync(Path.Combine(Path.GetDirectoryName(file)!, "Other.dll"), [1, 2, 3]);

        await using FileStream alone = Lock(file);

        Assert.That(await OpenLaterAsync(), Has.Property("State").EqualTo(PluginState.Rejected));
    }

    [TestCase(0)]
    [TestCase(3)]
    [TestCase(60)]
    public async Task A_cache_that_was_cut_short_is_forgotten_and_made_again(int length)
    {
        Add("Alpha", PluginSource.Store("alpha"));
        await OpenLaterAsync();
        byte[] whole = await File.ReadAllBytesAsync(CacheFile());
        await File.WriteAllBytesAsync(CacheFile(), whole[..length]);

        Assert.That(await OpenLaterAsync(), Has.Property("State").EqualTo(PluginState.Ready));
        Assert.That(await File.ReadAllBytesAsync(CacheFile()), Is.EqualTo(whole));
    }

    [Test]
    public async Task No_byte_of_the_cache_can_be_altered_unnoticed()
    {
        string file = Add("Alpha", PluginSource.Store("alpha"));
        await OpenLaterAsync();
        byte[] whole = await File.ReadAllBytesAsync(CacheFile());
        await using FileStream alone = Lock(file);

        for (int i = 0; i < whole.Length; i += 7)
        {
            byte[] altered = [.. whole];
            altered[i] ^= 0x10;
            await File.WriteAllBytesAsync(CacheFile(), altered);

            // It cannot be read now, which shows that it had to be.
            Assert.That(await OpenLaterAsync(), Has.Property("State").EqualTo(PluginState.Rejected), $"byte {i}");
        }
    }

    [Test]
    public async Task A_plugin_that_was_written_a_moment_ago_is_not_kept()
    {
        Add("Alpha", PluginSource.Store("alpha"));

        await OpenLaterAsync(TimeSpan.Zero);

        Assert.That(CacheFiles(), Is.Empty);
    }

    [Test]
    public async Task A_rejected_plugin_is_read_every_time()
    {
        string file = Folder.At("plugins/Alpha/Alpha.dll");
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        await File.WriteAllBytesAsync(file, [1, 2, 3]);

        await OpenLaterAsync();

        Assert.That(CacheFiles(), Is.Empty);
    }

    [Test]
    public async Task A_cache_that_others_may_write_into_is_neither_read_nor_written()
    {
        string file = Add("Alpha", PluginSource.Store("alpha"));
        await OpenLaterAsync();
        byte[] before = await File.ReadAllBytesAsync(CacheFile());
        File.SetUnixFileMode(Cache, (UnixFileMode)0b111_111_111);

        await using FileStream alone = Lock(file);

        Assert.That(await OpenLaterAsync(), Has.Property("State").EqualTo(PluginState.Rejected));
        Assert.That(await File.ReadAllBytesAsync(CacheFile()), Is.EqualTo(before));
    }

    [Test]
    public async Task A_cache_that_cannot_take_its_place_leaves_nothing_behind()
    {
        Add("Alpha", PluginSource.Store("alpha"));
        await OpenLaterAsync();
        string file = CacheFile();
        File.Delete(file);
        Directory.CreateDirectory(file);

        Assert.That(await OpenLaterAsync(), Has.Property("State").EqualTo(PluginState.Ready));
        Assert.That(Directory.GetFileSystemEntries(Cache), Is.EqualTo([file]));
    }

    [Test]
    public async Task The_cache_is_its_owners_alone()
    {
        Add("Alpha", PluginSource.Store("alpha"));

        await OpenLaterAsync();

        Assert.That(File.GetUnixFileMode(Cache) & (UnixFileMode)0b000_111_111, Is.EqualTo(UnixFileMode.None));
    }

    [Test]
    public async Task Nothing_is_kept_where_that_is_not_wanted()
    {
        Add("Alpha", PluginSource.Store("alpha"));

        await using PluginHost host = PluginHost.Open(Options with { KeepsInspections = false }, Logs, new LaterTime(LongEnough));

        Assert.That(CacheFiles(), Is.Empty);
    }

    [Test]
    public async Task A_plugin_that_is_gone_is_not_found_any_more()
    {
        Add("Alpha", PluginSource.Store("alpha"));
        Add("Beta", PluginSource.Store("beta"));
        await using (PluginHost both = PluginHost.Open(Options, Logs, new LaterTime(LongEnough)))
        {
            Assert.That(both.Catalog.Backends, Is.EqualTo(["alpha", "beta"]));
        }

        Directory.Delete(Folder.At("plugins/Beta"), recursive: true);

        await using PluginHost one = PluginHost.Open(Options, Logs, new LaterTime(LongEnough));
        Assert.That(one.Catalog.Backends, Is.EqualTo(["alpha"]));
        Assert.That(() => one.Catalog.Resolve("beta"), Throws.TypeOf<BackendResolutionException>());
    }

    /// <summary>Opens a host, by whose clock every file is old, and gives what it found.</summary>
    private async Task<PluginDescriptor> OpenLaterAsync(TimeSpan? later = null)
    {
        await using PluginHost host = PluginHost.Open(Options, Logs, new LaterTime(later ?? LongEnough));
        return host.Catalog.Plugins.Single();
    }

    /// <summary>Keeps everybody from opening a file.</summary>
    private static FileStream Lock(string file) => new(file, FileMode.Open, FileAccess.Read, FileShare.None);

    private string CacheFile() => CacheFiles().Single();

    private string[] CacheFiles() => Directory.Exists(Cache) ? Directory.GetFiles(Cache, ".known-*") : [];

    private sealed class LaterTime(TimeSpan later) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + later;
    }
}
