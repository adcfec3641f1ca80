using Microsoft.Extensions.Logging;
using VectorHost.Abstractions;
using VectorHost.Hosting.Catalog;
using VectorHost.Hosting.Discovery;
using VectorHost.Hosting.Integrity;
using VectorHost.Hosting.Lifetime;
using VectorHost.TestSupport;

namespace VectorHost.Hosting.Tests.Integrity;

public sealed class LockFileTests : HostingTest
{
    private static readonly DateTime LongAgo = new(2024, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    private string LockFile => Folder.At("plugins/plugins.lock.json");

    [Test]
    public void It_pins_every_file_in_ordinal_order_and_the_same_plugins_give_the_same_bytes()
    {
        AddWithData("Beta", "beta");
        AddWithData("Alpha", "alpha");
        Folder.Write("plugins/Alpha/runtimes/win-arm64/native/data.dll", "for others");

        PluginLock first = PluginIntegrity.WriteLock(Scan());
        string text = File.ReadAllText(LockFile);
        File.Delete(LockFile);
        PluginIntegrity.WriteLock(Scan());

        using (Assert.EnterMultipleScope())
        {
            Assert.That(File.ReadAllText(LockFile), Is.EqualTo(text));
            Assert.That(text, Does.StartWith("{\n  \"lock_version\": 1,\n").And.EndsWith("}\n").And.Not.Contain("\r"));
            Assert.That(first.Plugins.Select(plugin => $"{plugin.Name} {plugin.Version}"), Is.EqualTo(["Alpha 1.0.0.0", "Beta 1.0.0.0"]));
            Assert.That(
                first.Plugins[0].Files.Keys,
                Is.EqualTo(["Alpha.deps.json", "Alpha.dll", "data/words.txt", "libdata.so", "runtimes/win-arm64/native/data.dll"]));
            Assert.That(first.Plugins[0].Files["data/words.txt"], Is.EqualTo(Sha256("plugins/Alpha/data/words.txt")));
            Assert.That(PluginIntegrity.CheckLock(Scan()), Is.Empty);
        }
    }

    [Test, MatrixRow(63)]
    public async Task Plugins_that_are_as_locked_are_used([Values] IntegrityMode mode)
    {
        AddWithData("Alpha", "alpha");
        PluginIntegrity.WriteLock(Scan());
        await using PluginHost host = Open(options => options with { Integrity = mode });

        await using IVectorStore store = await host.CreateStoreAsync("alpha", Context("alpha"));

        Assert.That(await store.CountAsync(RecordFilter.All), Is.Zero);
        Assert.That(host.Catalog.Plugins[0].Problems, Is.Empty);
        Assert.That(Logs.At(LogLevel.Warning), Has.None.Contains("VH16"));
    }

    [TestCase("changed", "VH1603", "data/words.txt")]
    [TestCase("native", "VH1603", "libdata.so")]
    [TestCase("manifest", "VH1603", "Alpha.deps.json")]
    [TestCase("added", "VH1604", "data/more.txt")]
    [TestCase("removed", "VH1605", "data/words.txt")]
    [TestCase("renamed", "VH1606", "data/phrases.txt")]
    [MatrixRow(63)]
    public void Enforced_a_plugin_with_a_file_that_is_not_as_locked_is_refused_by_file_and_hashes(string change, string code, string file)
    {
        AddWithData("Alpha", "alpha");
        Add("Good", PluginSource.Store("good"));
        PluginLock content = PluginIntegrity.WriteLock(Scan());
        Change(change);

        PluginHost host = Open(options => options with { Integrity = IntegrityMode.Enforce });

        PluginDescriptor alpha = host.Catalog.Plugins.Single(plugin => plugin.Name == "Alpha");
        PluginProblem problem = alpha.Problems.Single();
        Assert.That(alpha.State, Is.EqualTo(PluginState.Rejected));
        Assert.That(problem.Code, Is.EqualTo(code));
        Assert.That(problem.File, Is.EqualTo(Folder.At($"plugins/Alpha/{file}")));
        if (content.Plugins[0].Files.TryGetValue(file, out string? locked))
        {
            Assert.That(problem.Cause, Does.Contain(locked));
        }

        if (File.Exists(problem.File))
        {
            Assert.That(problem.Cause, Does.Contain(Sha256($"plugins/Alpha/{file}")));
        }

        Assert.That(
            () => host.Catalog.Resolve("alpha"),
            Throws.TypeOf<BackendResolutionException>().With.Message.Contains(code).And.Property("Reason").EqualTo(BackendFailureReason.Rejected));
        Assert.That(host.Catalog.Resolve("good").Plugin.Name, Is.EqualTo("Good"), "The others are not affected.");
        Assert.That(PluginIntegrity.CheckLock(Scan()).Single().Code, Is.EqualTo(code));
    }

    [TestCase("changed", "VH1603")]
    [TestCase("added", "VH1604")]
    [TestCase("removed", "VH1605")]
    [TestCase("renamed", "VH1606")]
    [MatrixRow(63)]
    public async Task Otherwise_it_is_used_with_a_warning(string change, string code)
    {
        AddWithData("Alpha", "alpha");
        PluginIntegrity.WriteLock(Scan());
        Change(change);
        await using PluginHost host = Open(options => options with { Integrity = IntegrityMode.Warn });

        await using IVectorStore store = await host.CreateStoreAsync("alpha", Context("alpha"));

        Assert.That(await store.CountAsync(RecordFilter.All), Is.Zero);
        Assert.That(Logs.At(LogLevel.Warning).Where(message => message.Contains("VH16", StringComparison.Ordinal)), Has.Exactly(1).Contains(code));
    }

    [Test, MatrixRow(63)]
    public void A_plugin_that_was_never_locked_is_refused_and_a_locked_one_that_went_is_noted()
    {
        Add("Alpha", PluginSource.Store("alpha"));
        PluginIntegrity.WriteLock(Scan());
        Directory.Delete(Folder.At("plugins/Alpha"), recursive: true);
        Add("Beta", PluginSource.Store("beta"));

        PluginHost host = Open(options => options with { Integrity = IntegrityMode.Enforce });

        Assert.That(host.Catalog.Plugins.Single().Problems.Single().Code, Is.EqualTo("VH1607"));
        Assert.That(host.Catalog.Notes.Select(note => note.Code), Is.EqualTo(["VH1608"]));
        Assert.That(PluginIntegrity.CheckLock(Scan()).Select(problem => problem.Code), Is.EqualTo(["VH1607", "VH1608"]));
    }

    [Test, MatrixRow(63)]
    public void Files_for_other_platforms_are_never_loaded_and_only_compared_on_demand()
    {
        AddWithData("Alpha", "alpha");
        Folder.Write("plugins/Alpha/runtimes/haiku-x64/native/data.so", "for others");
        PluginIntegrity.WriteLock(Scan());
        Folder.Write("plugins/Alpha/runtimes/haiku-x64/native/data.so", "for Others");

        PluginHost host = Open(options => options with { Integrity = IntegrityMode.Enforce });

        Assert.That(host.Catalog.Plugins.Single().State, Is.EqualTo(PluginState.Ready));
        Assert.That(PluginIntegrity.CheckLock(Scan()).Single().Code, Is.EqualTo("VH1603"));
    }

    [TestCase(null, "VH1601")]
    [TestCase("", "VH1602")]
    [TestCase("{", "VH1602")]
    [TestCase("null", "VH1602")]
    [TestCase("""{ "lock_version": 1 }""", "VH1602")]
    [TestCase("""{ "lock_version": 2, "plugins": [] }""", "VH1602")]
    [TestCase("""{ "lock_version": 1, "plugins": [], "extra": 1 }""", "VH1602")]
    [TestCase("""{ "lock_version": 1, "plugins": [], "plugins": [] }""", "VH1602")]
    [TestCase("""{ "lock_version": 1, "plugins": [{ "name": "A", "files": {} }, { "name": "a", "files": {} }] }""", "VH1602")]
    [TestCase("""{ "lock_version": 1, "plugins": [{ "name": "A", "files": { "a.dll": "12" } }] }""", "VH1602")]
    [TestCase("""{ "lock_version": 1, "plugins": [{ "name": "A", "files": { "a.dll": null } }] }""", "VH1602")]
    [TestCase("""{ "lock_version": 1, "plugins": [null] }""", "VH1602")]
    [TestCase("""{ "lock_version": 1, "plugins": [{ "name": null, "files": {} }] }""", "VH1602")]
    [TestCase("""{ "lock_version": 1, "plugins": [{ "name": "../A", "files": {} }] }""", "VH1602")]
    [TestCase("""{ "lock_version": 1, "plugins": [{ "name": "A", "files": { "../a.dll": "0000000000000000000000000000000000000000000000000000000000000000" } }] }""", "VH1602")]
    [TestCase("""{ "lock_version": 1, "plugins": [{ "name": "A", "files": { "/a.dll": "0000000000000000000000000000000000000000000000000000000000000000" } }] }""", "VH1602")]
    [MatrixRow(64)]
    public async Task Without_a_good_lock_file_nothing_starts_that_must_enforce_it(string? text, string code)
    {
        Add("Alpha", PluginSource.Store("alpha"));
        if (text is not null)
        {
            Folder.Write("plugins/plugins.lock.json", text);
        }

        Assert.That(
            () => Open(options => options with { Integrity = IntegrityMode.Enforce }),
            Throws.TypeOf<PluginHostException>().With.Property("Code").EqualTo(code).And.Message.Contains(LockFile));
        await using PluginHost warned = Open(options => options with { Integrity = IntegrityMode.Warn });
        Assert.That(warned.Catalog.Notes.Single().Code, Is.EqualTo(code));
        Assert.That(Logs.At(LogLevel.Warning), Has.Exactly(1).StartsWith(code));
        await using IVectorStore store = await warned.CreateStoreAsync("alpha", Context("alpha"));
        Assert.That(await store.CountAsync(RecordFilter.All), Is.Zero);
        Assert.That(Open().Catalog.Notes, Is.Empty);
    }

    [Test, MatrixRow(64)]
    public void The_line_at_fault_is_named()
    {
        Folder.Write("plugins/plugins.lock.json", "{\n  \"lock_version\": 1,\n  oops\n}");

        Assert.That(
            () => Open(options => options with { Integrity = IntegrityMode.Enforce }),
            Throws.TypeOf<PluginHostException>().With.Message.Contains("line 3"));
    }

    [Test, MatrixRow(64)]
    [Platform("Unix")]
    public void A_lock_file_that_is_a_link_is_not_followed()
    {
        Add("Alpha", PluginSource.Store("alpha"));
        PluginIntegrity.WriteLock(Scan());
        File.Move(LockFile, Folder.At("elsewhere.json"));
        File.CreateSymbolicLink(LockFile, Folder.At("elsewhere.json"));

        Assert.That(
            () => Open(options => options with { Integrity = IntegrityMode.Enforce }),
            Throws.TypeOf<PluginHostException>().With.Property("Code").EqualTo("VH1602"));
    }

    [Test, MatrixRow(65)]
    public async Task What_is_exchanged_after_the_check_is_not_loaded_although_length_and_time_are_the_same()
    {
        AddWithData("Alpha", "alpha");
        string file = Folder.At("plugins/Alpha/libdata.so");
        File.SetLastWriteTimeUtc(file, LongAgo);
        PluginIntegrity.WriteLock(Scan());
        await using PluginHost host = Open(options => options with { Integrity = IntegrityMode.Enforce });

        await File.WriteAllTextAsync(file, "NATIVE");
        File.SetLastWriteTimeUtc(file, LongAgo);

        Assert.That(
            async () => await host.CreateStoreAsync("alpha", Context("alpha")),
            Throws.TypeOf<BackendResolutionException>().With.Property("Code").EqualTo("VH1603").And.Message.Contains(file));
        Assert.That(host.LoadedPlugins, Is.Empty);
    }

    [Test, MatrixRow(65)]
    public async Task A_copy_that_was_meddled_with_is_made_anew()
    {
        AddWithData("Alpha", "alpha");
        PluginIntegrity.WriteLock(Scan());
        string copy;
        await using (PluginHost first = Open(options => options with { Integrity = IntegrityMode.Enforce }))
        {
            await using IVectorStore store = await first.CreateStoreAsync("alpha", Context("alpha"));
            copy = first.LoadedPlugins[0].Directory;
        }

        await File.WriteAllTextAsync(Path.Combine(copy, "libdata.so"), "NATIVE");
        await File.WriteAllTextAsync(Path.Combine(copy, "Injected.dll"), "code");
        await using PluginHost second = Open(options => options with { Integrity = IntegrityMode.Enforce });
        await using IVectorStore again = await second.CreateStoreAsync("alpha", Context("alpha"));

        Assert.That(second.LoadedPlugins[0].Directory, Is.EqualTo(copy));
        Assert.That(await File.ReadAllTextAsync(Path.Combine(copy, "libdata.so")), Is.EqualTo("native"));
        Assert.That(Path.Combine(copy, "Injected.dll"), Does.Not.Exist);
    }

    [Test, MatrixRow(63)]
    public async Task A_running_host_takes_a_new_version_once_the_lock_file_pins_it()
    {
        Add(new PluginBuild("Alpha") { Source = PluginSource.Store("alpha"), Version = new Version(1, 0, 0, 0) });
        PluginIntegrity.WriteLock(Scan());
        await using PluginHost host = Open(options => options with { Integrity = IntegrityMode.Enforce });
        await using IVectorStore store = await host.CreateStoreAsync("alpha", Context("alpha"));

        Add(new PluginBuild("Alpha") { Source = PluginSource.Store("alpha"), Version = new Version(2, 0, 0, 0) });
        PluginChange unlocked = await host.ReloadAsync("Alpha");
        PluginIntegrity.WriteLock(Scan());
        PluginChange locked = await host.ReloadAsync("Alpha");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(unlocked.Kind, Is.EqualTo(PluginChangeKind.ReloadFailed));
            Assert.That(unlocked.Problem?.Code, Is.EqualTo("VH1603"));
            Assert.That(locked.Kind, Is.EqualTo(PluginChangeKind.Reloaded));
            Assert.That(host.Catalog.Resolve("alpha").Plugin.Version, Is.EqualTo(new Version(2, 0, 0, 0)));
            Assert.That(await store.CountAsync(RecordFilter.All), Is.Zero);
        }
    }

    [Test]
    public void What_is_rejected_is_not_pinned()
    {
        Add("Alpha", PluginSource.Store("alpha"));
        Folder.Write("plugins/Text/Text.dll", "text");

        Assert.That(PluginIntegrity.WriteLock(Scan()).Plugins.Select(plugin => plugin.Name), Is.EqualTo(["Alpha"]));
    }

    private void Change(string change)
    {
        string words = Folder.At("plugins/Alpha/data/words.txt");
        switch (change)
        {
            case "changed":
                File.WriteAllText(words, "Words");
                break;
            case "native":
                File.WriteAllText(Folder.At("plugins/Alpha/libdata.so"), "NATIVE");
                break;
            case "manifest":
                File.AppendAllText(Folder.At("plugins/Alpha/Alpha.deps.json"), " ");
                break;
            case "added":
                File.WriteAllText(Folder.At("plugins/Alpha/data/more.txt"), "more");
                break;
            case "removed":
                File.Delete(words);
                break;
            default:
                File.Move(words, Folder.At("plugins/Alpha/data/phrases.txt"));
                break;
        }
    }

    [Test]
    [Platform("Unix")]
    public async Task A_copy_with_a_link_to_nowhere_is_made_anew()
    {
        AddWithData("Alpha", "alpha");
        PluginIntegrity.WriteLock(Scan());
        string copy;
        await using (PluginHost first = Open(options => options with { Integrity = IntegrityMode.Enforce }))
        {
            await using IVectorStore store = await first.CreateStoreAsync("alpha", Context("alpha"));
            copy = first.LoadedPlugins.Single().Directory;
        }

        File.CreateSymbolicLink(Path.Combine(copy, "data/link"), "nowhere");
        await using PluginHost second = Open(options => options with { Integrity = IntegrityMode.Enforce });
        await using IVectorStore again = await second.CreateStoreAsync("alpha", Context("alpha"));

        Assert.That(await again.CountAsync(RecordFilter.All), Is.Zero);
        Assert.That(File.Exists(Path.Combine(copy, "data/words.txt")), Is.True);
        Assert.That(Path.Exists(Path.Combine(copy, "data/link")), Is.False);
    }

    [Test]
    [Platform("Unix")]
    public async Task A_copy_that_cannot_be_read_for_a_moment_is_named_and_used_once_it_can_be()
    {
        AddWithData("Alpha", "alpha");
        PluginIntegrity.WriteLock(Scan());
        string? link = null;

        // The time is asked for between the two looks at a copy: once it was found intact, and before it is held against the lock.
        var time = new TroublingTime(() =>
        {
            if (link is null && Directory.Exists(Folder.At("cache/Alpha")))
            {
                link = Path.Combine(Directory.GetDirectories(Folder.At("cache/Alpha")).Single(), "link");
                File.CreateSymbolicLink(link, "nowhere");
            }
        });
        await using PluginHost host = PluginHost.Open(Options with { Integrity = IntegrityMode.Enforce }, Logs, time);

        var refusal = Assert.ThrowsAsync<BackendResolutionException>(() => host.CreateStoreAsync("alpha", Context("alpha")));
        Assert.That(refusal!.Code, Is.EqualTo("VH1509"), refusal.Message);
        File.Delete(link!);
        await using IVectorStore store = await host.CreateStoreAsync("alpha", Context("alpha"));

        Assert.That(refusal.Message, Does.Contain("Try again"));
        Assert.That(await store.CountAsync(RecordFilter.All), Is.Zero);
    }

    private sealed class TroublingTime(Action trouble) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow()
        {
            trouble();
            return base.GetUtcNow();
        }
    }

    private void AddWithData(string name, string backend)
    {
        Add(name, PluginSource.Store(backend));
        Folder.Write($"plugins/{name}/{name}.deps.json", PackageFiles.Manifest);
        Folder.Write($"plugins/{name}/data/words.txt", "words");
        Folder.Write($"plugins/{name}/libdata.so", "native");
    }

    private string Sha256(string relativePath) =>
        Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(Folder.At(relativePath))));
}
