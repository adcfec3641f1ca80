using System.Diagnostics;
using System.Net.Sockets;
using VectorHost.Hosting.Discovery;
using VectorHost.TestSupport;

namespace VectorHost.Hosting.Tests.Discovery;

/// <summary>What lies in the folder of plugins: rows 1 to 6 and 11 to 18 of the failure matrix.</summary>
public sealed class PluginFolderTests : HostingTest
{
    [Test, MatrixRow(1)]
    public void A_missing_folder_is_an_empty_catalogue_with_a_note()
    {
        PluginScan scan = Scan();

        Assert.That(scan.Plugins, Is.Empty);
        Assert.That(scan.Notes.Single().Code, Is.EqualTo("VH1001"));
        Assert.That(scan.Notes.Single().Cause, Does.Contain(Plugins));
    }

    [Test, MatrixRow(2)]
    public void A_plugins_path_that_is_a_file_is_an_error_that_names_it()
    {
        Folder.Write("plugins", "text");

        PluginHostException? exception = Assert.Throws<PluginHostException>(() => Scan());

        Assert.That(exception!.Code, Is.EqualTo("VH1002"));
        Assert.That(exception.Message, Does.Contain(Plugins));
    }

    [Test, MatrixRow(2)]
    public void A_plugins_path_with_a_tilde_is_refused_rather_than_taken_for_a_folder_of_that_name()
    {
        PluginHostException? exception = Assert.Throws<PluginHostException>(() => PluginHost.Open(Options with { PluginsDirectory = "~/plugins" }));

        Assert.That(exception!.Code, Is.EqualTo("VH1004"));
    }

    [Test, MatrixRow(2)]
    public void A_relative_plugins_path_starts_at_the_program_and_not_at_the_current_folder()
    {
        using PluginHostHolder holder = new(PluginHost.Open(Options with { PluginsDirectory = "no-such-plugins" }));

        Assert.That(holder.Host.Catalog.PluginsDirectory, Is.EqualTo(Path.Combine(AppContext.BaseDirectory, "no-such-plugins")));
    }

    [Test, MatrixRow(3)]
    public void Stray_files_hidden_folders_and_unfinished_installations_are_passed_over()
    {
        Folder.Write("plugins/README.md", "text");
        Folder.Write("plugins/.DS_Store", "text");
        Folder.Write("plugins/.installing-Alpha/Alpha.dll", "text");
        Directory.CreateDirectory(Folder.At("plugins/Empty"));

        Assert.That(Scan().Plugins, Is.Empty);
    }

    [Test, MatrixRow(4)]
    public void A_folder_without_the_dll_of_its_name_is_listed_with_what_was_expected_and_found()
    {
        new PluginBuild("Beta") { Source = PluginSource.Store("beta") }.WriteTo(Folder.At("plugins/Alpha"));

        PluginProblem problem = ScanRejected("VH1010");

        Assert.That(problem.Cause, Does.Contain("Alpha.dll").And.Contain("Beta.dll"));
    }

    [Test]
    public void A_single_dll_in_the_folder_of_plugins_is_a_plugin()
    {
        new PluginBuild("Alpha") { Source = PluginSource.Store("alpha") }.WriteTo(Plugins);

        PluginDescriptor plugin = ScanOne();

        Assert.That(plugin.State, Is.EqualTo(PluginState.Ready));
        Assert.That(plugin.Layout, Is.EqualTo(PluginLayout.SingleFile));
    }

    [Test, MatrixRow(5)]
    public void Other_dlls_in_a_plugins_folder_are_not_candidates()
    {
        Add("Alpha", PluginSource.Store("alpha"));
        new PluginBuild("Beta") { Source = PluginSource.Store("beta") }.WriteTo(Folder.At("plugins/Alpha"));

        Assert.That(ScanOne().Backends.Single().Name, Is.EqualTo("alpha"));
    }

    [Test, MatrixRow(11)]
    public void A_directory_named_like_a_dll_is_not_a_regular_file()
    {
        Directory.CreateDirectory(Folder.At("plugins/alpha.dll"));

        ScanRejected("VH1011");
    }

    [Test, CancelAfter(5000)]
    [MatrixRow(11)]
    public void A_named_pipe_is_never_opened([Values("plugins/alpha.dll", "plugins/alpha/alpha.dll")] string path, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Folder.At(path))!);
        MakePipe(Folder.At(path));

        Task<PluginProblem> scan = Task.Run(() => ScanRejected("VH1011"), cancellationToken);

        Assert.That(async () => await scan.WaitAsync(cancellationToken), Throws.Nothing);
    }

    [Test, CancelAfter(10000)]
    [MatrixRow(11)]
    public async Task A_named_pipe_beside_a_plugin_is_left_out_and_stops_neither_scan_nor_load(CancellationToken cancellationToken)
    {
        Add("Alpha", PluginSource.Store("alpha"));
        MakePipe(Folder.At("plugins/Alpha/pipe.dll"));

        await using PluginHost host = await Task.Run(() => Open(options => options with { DisposeTimeout = TimeSpan.FromSeconds(1) }), cancellationToken).WaitAsync(cancellationToken);
        await using var store = await host.CreateStoreAsync("alpha", Context("alpha"), cancellationToken);

        Assert.That(host.Catalog.Plugins.Single().Problems.Select(problem => problem.Code), Does.Contain("VH1011"));
    }

    [Test, MatrixRow(11)]
    public void A_socket_is_never_opened()
    {
        Directory.CreateDirectory(Plugins);
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint(Folder.At("plugins/alpha.dll")));

        ScanRejected("VH1011");
    }

    [Test, MatrixRow(11), MatrixRow(14)]
    public void A_device_is_not_opened()
    {
        Directory.CreateDirectory(Plugins);
        File.CreateSymbolicLink(Folder.At("plugins/zero.dll"), "/dev/zero");

        Assert.That(ScanOne().State, Is.EqualTo(PluginState.Rejected));
    }

    [Test, MatrixRow(12)]
    public void A_link_to_nothing_names_its_target()
    {
        Directory.CreateDirectory(Plugins);
        File.CreateSymbolicLink(Folder.At("plugins/alpha.dll"), Folder.At("plugins/gone.dll"));

        Assert.That(ScanRejected("VH1012").Cause, Does.Contain("gone.dll"));
    }

    [Test, MatrixRow(14)]
    public void A_link_that_leads_out_of_the_plugins_folder_is_refused_with_the_real_path([Values] bool linksFolder)
    {
        string outside = new PluginBuild("Alpha") { Source = PluginSource.Store("alpha") }.WriteTo(Folder.At("outside/Alpha"));
        Directory.CreateDirectory(Plugins);
        if (linksFolder)
        {
            Directory.CreateSymbolicLink(Folder.At("plugins/Alpha"), Folder.At("outside/Alpha"));
        }
        else
        {
            File.CreateSymbolicLink(Folder.At("plugins/Alpha.dll"), outside);
        }

        Assert.That(ScanRejected("VH1013").Cause, Does.Contain(Folder.At("outside/Alpha")));
    }

    [Test, MatrixRow(14)]
    public void A_main_dll_that_links_out_of_the_plugins_folder_is_refused()
    {
        string outside = new PluginBuild("Alpha") { Source = PluginSource.Store("alpha") }.WriteTo(Folder.At("outside"));
        Directory.CreateDirectory(Folder.At("plugins/Alpha"));
        File.CreateSymbolicLink(Folder.At("plugins/Alpha/Alpha.dll"), outside);

        ScanRejected("VH1013");
    }

    [Test, MatrixRow(13)]
    public async Task A_linked_plugin_folder_inside_the_plugins_folder_works()
    {
        new PluginBuild("Alpha") { Source = PluginSource.Store("alpha") }.WriteTo(Folder.At("plugins/.versions/1"));
        Directory.CreateSymbolicLink(Folder.At("plugins/Alpha"), Folder.At("plugins/.versions/1"));

        await using PluginHost host = Open();
        await using var store = await host.CreateStoreAsync("alpha", Context("alpha"));

        Assert.That(host.Catalog.Plugins.Single().Directory, Does.EndWith(".versions/1"));
    }

    [Test, MatrixRow(13)]
    public void Two_ways_to_one_plugin_are_one_plugin()
    {
        Add("Alpha", PluginSource.Store("alpha"));
        File.CreateSymbolicLink(Folder.At("plugins/Beta.dll"), Folder.At("plugins/Alpha/Alpha.dll"));

        PluginScan scan = Scan();

        Assert.That(scan.Plugins.Select(plugin => plugin.State), Is.EqualTo(new[] { PluginState.Ready, PluginState.Ignored }));
        Assert.That(scan.Plugins[1].Problems.Single().Code, Is.EqualTo("VH1016"));
    }

    [Test, CancelAfter(5000)]
    [MatrixRow(15)]
    public void A_circle_of_links_is_reported_and_the_scan_ends(CancellationToken cancellationToken)
    {
        Add("Good", PluginSource.Store("good"));
        File.CreateSymbolicLink(Folder.At("plugins/a.dll"), Folder.At("plugins/b.dll"));
        File.CreateSymbolicLink(Folder.At("plugins/b.dll"), Folder.At("plugins/a.dll"));
        Directory.CreateSymbolicLink(Folder.At("plugins/Good/again"), Folder.At("plugins/Good"));

        PluginScan scan = Scan();

        Assert.That(scan.Plugins.Select(plugin => (plugin.Name, plugin.State)), Is.EqualTo(new[]
        {
            ("Good", PluginState.Ready), ("a", PluginState.Rejected), ("b", PluginState.Rejected),
        }));
        Assert.That(scan.Plugins[1].Problems.Single().Code, Is.EqualTo("VH1014"));
        Assert.That(cancellationToken.IsCancellationRequested, Is.False);
    }

    [Test, MatrixRow(18)]
    public async Task A_read_only_plugins_folder_works_and_nothing_is_written_into_it()
    {
        Add("Alpha", PluginSource.Store("alpha"));
        string[] before = Directory.GetFileSystemEntries(Plugins, "*", SearchOption.AllDirectories);

        await using PluginHost host = Open();
        await using var store = await host.CreateStoreAsync("alpha", Context("alpha"));

        Assert.That(Directory.GetFileSystemEntries(Plugins, "*", SearchOption.AllDirectories), Is.EquivalentTo(before));
    }

    [Test, MatrixRow(4), MatrixRow(6)]
    public void Every_bad_candidate_is_listed_and_the_good_one_between_them_is_ready()
    {
        Folder.Write("plugins/Aaa/Aaa.dll", "text");
        Add("Good", PluginSource.Store("good"));
        Folder.Write("plugins/Zzz/readme.txt", "text");
        Folder.Write("plugins/zzz.dll", "");

        PluginScan scan = Scan();

        Assert.That(scan.Plugins.Select(plugin => plugin.State), Is.EqualTo(new[]
        {
            PluginState.Rejected, PluginState.Ready, PluginState.Rejected, PluginState.Rejected,
        }));
    }

    private static void MakePipe(string path)
    {
        using Process process = Process.Start("mkfifo", [path]);
        process.WaitForExit();
        Assert.That(process.ExitCode, Is.Zero);
    }
}
