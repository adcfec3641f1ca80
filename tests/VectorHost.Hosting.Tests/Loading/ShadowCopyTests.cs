using System.Diagnostics;
using System.Runtime.Versioning;
using VectorHost.Abstractions;
using VectorHost.Hosting.Catalog;
using VectorHost.Hosting.Loading;
using VectorHost.TestSupport;

namespace VectorHost.Hosting.Tests.Loading;

/// <summary>Where plugins are loaded from: rows 18, 19, 60, 61, 65 and 66 of the failure matrix.</summary>
public sealed class ShadowCopyTests : HostingTest
{
    private const string LazyPart = """
        public override Task<long> CountAsync(RecordFilter filter, CancellationToken cancellationToken = default) => Task.FromResult(Late());
        [MethodImpl(MethodImplOptions.NoInlining)] private static long Late() => new Part().Number;
        """;

    [TestCase("truncate")]
    [TestCase("overwrite")]
    [TestCase("delete")]
    public async Task Whatever_happens_to_the_dll_of_a_loaded_plugin_no_call_notices(string deed)
    {
        (PluginHost host, IVectorStore store) = await OpenStoreAsync(LazyPart, "public sealed class Part { public long Number => 42; }");
        await using PluginHost _ = host;
        string file = Folder.At("plugins/Alpha/Alpha.dll");

        switch (deed)
        {
            case "truncate":
                using (FileStream stream = File.OpenWrite(file))
                {
                    stream.SetLength(10);
                }

                break;
            case "overwrite":
                await File.WriteAllBytesAsync(file, new byte[new FileInfo(file).Length]);
                break;
            default:
                Directory.Delete(Folder.At("plugins/Alpha"), recursive: true);
                break;
        }

        Assert.That(await store.CountAsync(RecordFilter.All), Is.EqualTo(42));
    }

    [Test, MatrixRow(60)]
    public async Task A_plugin_sees_its_own_files_beside_it()
    {
        Folder.Write("plugins/Alpha/data/words.txt", "hello");
        (PluginHost host, IVectorStore store) = await OpenStoreAsync(
            "public override Task<bool> ExistsAsync(string? r = null, CancellationToken c = default) => Task.FromResult(File.ReadAllText(Path.Combine(Path.GetDirectoryName(typeof(Store).Assembly.Location)!, \"data\", \"words.txt\")) == \"hello\");");
        await using PluginHost _ = host;

        Assert.That(await store.ExistsAsync(), Is.True);
        Assert.That(host.LoadedPlugins.Single().Directory, Does.StartWith(Cache));
    }

    [Test, MatrixRow(61)]
    public async Task What_a_plugin_writes_beside_itself_goes_with_the_copy_and_what_it_writes_into_its_data_folder_stays()
    {
        const string Writing = """
            public override Task<bool> ExistsAsync(string? r = null, CancellationToken c = default)
            {
                string data = Path.Combine(Context.DataDirectory, "kept.txt");
                bool isSecond = File.Exists(data);
                Directory.CreateDirectory(Context.DataDirectory);
                File.WriteAllText(data, "kept");
                File.WriteAllText(Path.Combine(Path.GetDirectoryName(typeof(Store).Assembly.Location)!, "scratch.txt"), "gone");
                return Task.FromResult(isSecond);
            }
            """;
        (PluginHost host, IVectorStore store) = await OpenStoreAsync(Writing);
        await using (host)
        {
            Assert.That(await store.ExistsAsync(), Is.False);
            Assert.That(File.Exists(Path.Combine(host.LoadedPlugins.Single().Directory, "scratch.txt")), Is.True);
        }

        Assert.That(Directory.GetFiles(Plugins, "scratch.txt", SearchOption.AllDirectories), Is.Empty);
        Directory.Delete(Cache, recursive: true);
        await using PluginHost next = Open();
        await using IVectorStore again = await next.CreateStoreAsync("alpha", Context("alpha"));
        Assert.That(await again.ExistsAsync(), Is.True);
    }

    [Test]
    public async Task The_second_start_uses_the_copy_of_the_first([Values] CopyCheck check)
    {
        string first = await LoadDirectoryAsync("alpha", check);
        DateTime written = File.GetLastWriteTimeUtc(Path.Combine(first, "alpha.dll"));

        string second = await LoadDirectoryAsync(null, check);

        Assert.That(second, Is.EqualTo(first));
        Assert.That(File.GetLastWriteTimeUtc(Path.Combine(first, "alpha.dll")), Is.EqualTo(written));
        Assert.That(Copies(), Has.Length.EqualTo(1));
    }

    [Test]
    public async Task A_new_version_gets_a_folder_of_its_own()
    {
        string first = await LoadDirectoryAsync("alpha");
        Folder.Write("plugins/alpha/extra.txt", "new");

        Assert.That(await LoadDirectoryAsync(null), Is.Not.EqualTo(first));
    }

    [Test]
    public async Task A_recompiled_dll_of_the_same_length_and_time_is_noticed()
    {
        string file = Add("alpha", PluginSource.Store("alpha", "public int Number => 11111;"));
        DateTime time = File.GetLastWriteTimeUtc(file);
        long length = new FileInfo(file).Length;
        string first = await LoadDirectoryAsync(null);

        Add("alpha", PluginSource.Store("alpha", "public int Number => 22222;"));
        File.SetLastWriteTimeUtc(file, time);

        Assert.That(new FileInfo(file).Length, Is.EqualTo(length), "otherwise this shows nothing");
        Assert.That(await LoadDirectoryAsync(null), Is.Not.EqualTo(first));
    }

    [Test]
    public async Task Checking_content_notices_a_data_file_of_the_same_length_and_time()
    {
        string data = Folder.Write("plugins/alpha/data.txt", "one");
        DateTime time = File.GetLastWriteTimeUtc(data);
        string first = await LoadDirectoryAsync("alpha", CopyCheck.Content);
        await File.WriteAllTextAsync(data, "two");
        File.SetLastWriteTimeUtc(data, time);

        Assert.That(await LoadDirectoryAsync(null, CopyCheck.Content), Is.Not.EqualTo(first));
    }

    [TestCase(CopyCheck.Stamp, "short")]
    [TestCase(CopyCheck.Content, "12345")]
    public async Task A_copy_that_somebody_changed_is_made_again(CopyCheck check, string change)
    {
        Folder.Write("plugins/alpha/data.txt", "54321" + (check == CopyCheck.Stamp ? "!" : ""));
        string first = await LoadDirectoryAsync("alpha", check);
        await File.WriteAllTextAsync(Path.Combine(first, "data.txt"), change);

        string second = await LoadDirectoryAsync(null, check);

        Assert.That(await File.ReadAllTextAsync(Path.Combine(second, "data.txt")), Does.StartWith("54321"));
    }

    [Test]
    public async Task Files_for_other_platforms_are_not_copied_and_those_for_this_one_are()
    {
        string own = System.Runtime.InteropServices.RuntimeInformation.RuntimeIdentifier;
        Folder.Write($"plugins/alpha/runtimes/{own}/native/own.txt", "x");
        Folder.Write("plugins/alpha/runtimes/tvos-arm64/native/other.txt", "x");
        Folder.Write("plugins/alpha/runtimes/something else/kept.txt", "x");

        string copy = await LoadDirectoryAsync("alpha");

        Assert.That(File.Exists(Path.Combine(copy, "runtimes", own, "native", "own.txt")), Is.True);
        Assert.That(File.Exists(Path.Combine(copy, "runtimes", "something else", "kept.txt")), Is.True);
        Assert.That(Directory.Exists(Path.Combine(copy, "runtimes", "tvos-arm64")), Is.False);
    }

    [Test, MatrixRow(19)]
    public void A_cache_that_cannot_be_written_is_one_error_that_names_it()
    {
        Add("alpha", PluginSource.Store("alpha"));
        Folder.Write("cache", "a file where a folder should be");
        using var holder = new PluginHostHolder(Open());

        BackendResolutionException? exception = Assert.ThrowsAsync<BackendResolutionException>(
            () => holder.Host.CreateStoreAsync("alpha", Context("alpha")));

        Assert.That((exception!.Code, exception.Reason), Is.EqualTo(("VH1501", BackendFailureReason.NotLoaded)));
        Assert.That(exception.Message, Does.Contain(Cache).And.Contain(". Make room"));
    }

    [Test, Platform(Exclude = "Win")]
    [UnsupportedOSPlatform("windows")]
    public void A_cache_that_others_may_write_into_is_refused([Values] bool isOfThePlugin)
    {
        Add("alpha", PluginSource.Store("alpha"));
        string open = Directory.CreateDirectory(isOfThePlugin ? Path.Combine(Cache, "alpha") : Cache).FullName;
        File.SetUnixFileMode(open, File.GetUnixFileMode(open) | UnixFileMode.GroupWrite | UnixFileMode.OtherWrite);
        using var holder = new PluginHostHolder(Open());

        BackendResolutionException? exception = Assert.ThrowsAsync<BackendResolutionException>(
            () => holder.Host.CreateStoreAsync("alpha", Context("alpha")));

        Assert.That(exception!.Code, Is.EqualTo("VH1507"));
        Assert.That(exception.Message, Does.Contain($"'{open}'").And.Contain("other users may write").And.Contain("XDG_CACHE_HOME"));
    }

    [Test, Platform(Exclude = "Win")]
    public void A_cache_of_another_user_is_refused()
    {
        if (!Environment.IsPrivilegedProcess)
        {
            Assert.Ignore("Only root can give a folder away.");
        }

        Add("alpha", PluginSource.Store("alpha"));
        Directory.CreateDirectory(Cache);
        using Process chown = Process.Start("chown", ["4711", Cache]);
        chown.WaitForExit();
        using var holder = new PluginHostHolder(Open());

        BackendResolutionException? exception = Assert.ThrowsAsync<BackendResolutionException>(
            () => holder.Host.CreateStoreAsync("alpha", Context("alpha")));

        Assert.That(exception!.Message, Does.Contain($"'{Cache}'").And.Contain("another user"));
    }

    [Test, MatrixRow(19)]
    public async Task After_the_cache_was_repaired_the_same_host_loads_the_plugin()
    {
        Add("alpha", PluginSource.Store("alpha"));
        Folder.Write("cache", "a file where a folder should be");
        await using PluginHost host = Open();
        Assert.ThrowsAsync<BackendResolutionException>(() => host.CreateStoreAsync("alpha", Context("alpha")));
        File.Delete(Cache);

        await using IVectorStore store = await host.CreateStoreAsync("alpha", Context("alpha"));

        Assert.That(await store.CountAsync(RecordFilter.All), Is.Zero);
    }

    [Test]
    public async Task A_plugin_that_changed_since_it_was_read_is_read_again_before_it_is_loaded()
    {
        Add("alpha", PluginSource.Store("alpha"));
        await using PluginHost host = Open();
        Add("alpha", PluginSource.Store("alpha", "public override Task<long> CountAsync(RecordFilter f, CancellationToken c = default) => Task.FromResult(2L);"));

        await using IVectorStore store = await host.CreateStoreAsync("alpha", Context("alpha"));

        Assert.That(await store.CountAsync(RecordFilter.All), Is.EqualTo(2));
    }

    [Test]
    public async Task A_plugin_that_broke_since_it_was_read_is_not_loaded_unread()
    {
        Add("alpha", PluginSource.Store("alpha"));
        await using PluginHost host = Open();
        Folder.Write("plugins/alpha/alpha.dll", "text by now");

        BackendResolutionException? exception = Assert.ThrowsAsync<BackendResolutionException>(
            () => host.CreateStoreAsync("alpha", Context("alpha")));

        Assert.That(exception!.Code, Is.EqualTo("VH1101"));
    }

    [Test]
    public async Task Many_hosts_that_make_the_same_copy_at_once_all_get_it()
    {
        Add("alpha", PluginSource.Store("alpha"));

        string[] directories = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => LoadDirectoryAsync(null))));

        Assert.That(directories.Distinct().Count(), Is.EqualTo(1));
        Assert.That(Copies(), Has.Length.EqualTo(1));
    }

    [Test]
    public async Task Old_copies_that_nobody_uses_are_removed_when_a_new_one_is_made()
    {
        string old = await LoadDirectoryAsync("alpha");
        Folder.Write("plugins/alpha/extra.txt", "new");

        await LoadDirectoryAsync(null, retention: TimeSpan.FromDays(-1));

        Assert.That(Directory.Exists(old), Is.False);
        Assert.That(Copies(), Has.Length.EqualTo(1));
        Assert.That(Directory.GetFiles(Path.Combine(Cache, "alpha"), "*.stamp"), Has.Length.EqualTo(1));
    }

    [Test]
    public async Task Old_copies_that_are_in_use_stay_and_so_do_young_ones()
    {
        Add("alpha", PluginSource.Store("alpha"));
        await using PluginHost running = Open();
        await using IVectorStore store = await running.CreateStoreAsync("alpha", Context("alpha"));
        string inUse = running.LoadedPlugins.Single().Directory;
        Folder.Write("plugins/alpha/extra.txt", "new");
        string young = await LoadDirectoryAsync(null, retention: TimeSpan.FromDays(-1));
        Assert.That(Directory.Exists(inUse), Is.True);

        Folder.Write("plugins/alpha/more.txt", "newer");
        await LoadDirectoryAsync(null, retention: TimeSpan.FromDays(7));

        Assert.That(Directory.Exists(young), Is.True);
    }

    [Test]
    public async Task A_stamp_that_cannot_be_written_leaves_no_draft_behind()
    {
        string copy = await LoadDirectoryAsync("alpha");
        string folder = Path.GetDirectoryName(copy)!;
        string stamp = Directory.GetFiles(folder, "*.stamp").Single();
        File.Delete(stamp);
        Directory.CreateDirectory(stamp);

        await Assert.ThatAsync(
            () => LoadDirectoryAsync(null), Throws.InstanceOf<Exception>().With.Message.Contains(folder));
        Assert.That(Directory.GetFileSystemEntries(folder), Is.EquivalentTo([copy, copy + ".lock", stamp]));
    }

    [Test]
    public async Task Nobody_else_may_write_into_the_cache()
    {
        string copy = await LoadDirectoryAsync("alpha");

        if (!OperatingSystem.IsWindows())
        {
            Assert.That(
                File.GetUnixFileMode(Path.GetDirectoryName(copy)!),
                Is.EqualTo(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute));
        }
    }

    [Test]
    public void A_relative_cache_path_is_refused_at_the_door()
    {
        Assert.That(() => Open(options => options with { CacheDirectory = "cache" }), Throws.ArgumentException);
    }

    private string[] Copies() =>
        [.. Directory.GetDirectories(Path.Combine(Cache, "alpha"))];

    private async Task<string> LoadDirectoryAsync(string? addFirst, CopyCheck check = CopyCheck.Stamp, TimeSpan? retention = null)
    {
        if (addFirst is not null)
        {
            Add(addFirst, PluginSource.Store(addFirst));
        }

        await using PluginHost host = Open(options => options with { CopyCheck = check, CopyRetention = retention ?? options.CopyRetention });
        await using IVectorStore store = await host.CreateStoreAsync("alpha", Context("alpha"));
        return host.LoadedPlugins.Single().Directory;
    }
}
