using System.Runtime.Versioning;
using VectorHost.TestSupport;

namespace VectorHost.Hosting.Tests;

/// <summary>What needs a process of its own: rows 16 to 19, 46 and 47 of the failure matrix.</summary>
[Platform("Unix")]
[UnsupportedOSPlatform("windows")]
public sealed class ChildProcessTests : HostingTest
{
    private const UnixFileMode ReadOnly = (UnixFileMode)0b101_101_101;

    [Test, CancelAfter(60000)]
    [MatrixRow(16), MatrixRow(17)]
    public async Task What_may_not_be_read_is_rejected_and_the_rest_is_ready(CancellationToken cancellationToken)
    {
        Add("Good", PluginSource.Store("good"));
        string secretFile = Add("SecretFile", PluginSource.Store("secret1"));
        Add("SecretFolder", PluginSource.Store("secret2"));
        var library = new PluginBuild("Library") { Source = "public class LibraryType;" };
        string secretLibrary = library.WriteTo(Folder.At("plugins/SecretLibrary"));
        Add(new PluginBuild("SecretLibrary") { Source = PluginSource.Store("secret3", outside: "public class Helper : LibraryType;"), References = [library.ToReference()] });
        File.SetUnixFileMode(secretFile, UnixFileMode.None);
        File.SetUnixFileMode(secretLibrary, UnixFileMode.None);
        File.SetUnixFileMode(Folder.At("plugins/SecretFolder"), UnixFileMode.None);

        (int exitCode, string output) = await new ChildHost(Folder).RunAsync(cancellationToken, Plugins, OpenCache(), "good");

        Assert.That(exitCode, Is.Zero);
        Assert.That(output, Does.Contain("Good Ready"));
        Assert.That(output, Does.Contain($"SecretFile Rejected VH1015 {secretFile}"));
        Assert.That(output, Does.Contain($"SecretFolder Rejected VH1015 {Folder.At("plugins/SecretFolder")}"));
        Assert.That(output, Does.Match("SecretLibrary Rejected .*VH1015 " + secretLibrary));
        Assert.That(output, Does.Contain("count 0"));
    }

    [Test, CancelAfter(60000)]
    [MatrixRow(18)]
    public async Task A_plugins_folder_without_write_access_works(CancellationToken cancellationToken)
    {
        Add("Good", PluginSource.Store("good"));
        File.SetUnixFileMode(Plugins, ReadOnly);
        File.SetUnixFileMode(Folder.At("plugins/Good"), ReadOnly);

        (_, string output) = await new ChildHost(Folder).RunAsync(cancellationToken, Plugins, OpenCache(), "good");

        Assert.That(output, Does.Contain("count 0"));
    }

    [Test, CancelAfter(60000)]
    public async Task A_folder_that_becomes_unreadable_is_told_once_and_watched_on(CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(Plugins);
        string cache = OpenCache();
        ChildHost host = new(Folder) { Environment = { ["WATCH"] = "1" } };

        (_, string output) = await host.RunAsync(cancellationToken, Plugins, cache);

        string watched = Path.Combine(cache, "watched");
        Assert.That(output, Does.Contain("ended: False"));
        Assert.That(output, Does.Contain("changed Rejected Late"));
        Assert.That(output.Split('\n').Count(line => line.StartsWith($"log 1307 The plugins folder could not be looked at, and will be again: Access to the path '{watched}", StringComparison.Ordinal)), Is.EqualTo(1));
    }

    [Test, CancelAfter(60000)]
    [MatrixRow(19)]
    public async Task A_cache_without_write_access_is_named(CancellationToken cancellationToken)
    {
        Add("Good", PluginSource.Store("good"));
        Directory.CreateDirectory(Cache, ReadOnly);

        (int exitCode, string output) = await new ChildHost(Folder).RunAsync(cancellationToken, Plugins, Cache, "good");

        Assert.That(exitCode, Is.Zero);
        Assert.That(output, Does.Match($"failed The plugin cache '{Cache}.*cannot be written"));
    }

    [TestCase("var t = new Thread(() => throw new Exception(\"loose\")); t.Start(); t.Join();")]
    [TestCase("Later(); static async void Later() { await Task.Yield(); throw new Exception(\"loose\"); }")]
    [CancelAfter(60000)]
    [MatrixRow(46)]
    public async Task An_exception_on_a_thread_of_a_plugins_own_is_survived_where_the_program_wants_that(
        string body, CancellationToken cancellationToken)
    {
        Add("Bad", PluginSource.Store("bad", $"public override async Task<long> CountAsync(RecordFilter f, CancellationToken c = default) {{ {body} await Task.Yield(); return 7; }}"));

        (int exitCode, string output) = await new ChildHost(Folder) { Environment = { ["SURVIVE"] = "1" } }
            .RunAsync(cancellationToken, Plugins, OpenCache(), "bad");

        Assert.That(output, Does.Contain("count 7").And.Contain("then Faulted a thread of its own threw").And.Contain("loose"));
        Assert.That(exitCode, Is.Zero);
    }

    [TestCase("Deep(0); static int Deep(int n) => Deep(n + 1) + Deep(n + 2);")]
    [TestCase("new Thread(() => Environment.FailFast(\"gone\")).Start(); Thread.Sleep(Timeout.Infinite);")]
    [CancelAfter(60000)]
    [MatrixRow(47)]
    public async Task These_end_the_process_whatever_the_program_wants(string body, CancellationToken cancellationToken)
    {
        Add("Bad", PluginSource.Store("bad", $"public override Task<long> CountAsync(RecordFilter f, CancellationToken c = default) {{ {body} return Task.FromResult(0L); }}"));

        (int exitCode, string output) = await new ChildHost(Folder) { Environment = { ["SURVIVE"] = "1" } }
            .RunAsync(cancellationToken, Plugins, OpenCache(), "bad");

        Assert.That(exitCode, Is.Not.Zero);
        Assert.That(output, Does.Not.Contain("end"));
    }

    [TestCase("new Thread(() => throw new Exception(\"loose\")).Start(); Thread.Sleep(Timeout.Infinite);")]
    [TestCase("Deep(0); static int Deep(int n) => Deep(n + 1) + Deep(n + 2);")]
    [TestCase("Environment.Exit(77);")]
    [CancelAfter(60000)]
    [MatrixRow(46), MatrixRow(47)]
    public async Task These_end_the_process_and_nothing_here_claims_otherwise(string body, CancellationToken cancellationToken)
    {
        Add("Bad", PluginSource.Store("bad", $"public override Task<long> CountAsync(RecordFilter f, CancellationToken c = default) {{ {body} return Task.FromResult(0L); }}"));

        (int exitCode, string output) = await new ChildHost(Folder).RunAsync(cancellationToken, Plugins, OpenCache(), "bad");

        Assert.That(exitCode, Is.Not.Zero);
        Assert.That(output, Does.Contain("Bad Ready").And.Not.Contain("end"));
    }
}
