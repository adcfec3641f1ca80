using System.Text.Json;
using VectorHost.TestSupport;

namespace VectorHost.AuthorGuide.Tests;

/// <summary>What <c>plugins verify</c> says of stores that do not do as they should, and what it never does to anybody's data.</summary>
[TestFixture]
[Platform(Exclude = "Win", Reason = "Commands are run by a Unix shell.")]
public sealed class VerifyCommandTests
{
    private static Author Author => Installation.Author;

    [Test]
    public async Task A_plugin_with_native_libraries_is_verified_from_its_file_and_the_configured_data_is_left_alone()
    {
        string mine = Author.At("work/mine.db");

        ShellResult result = await Author.VectorHostAsync(
            $"plugins verify \"$VECTORHOST/plugins/VectorHost.Plugins.Sqlite/VectorHost.Plugins.Sqlite.dll\" --json --set vector_store.sqlite.path={mine}");

        JsonElement report = Json(result.ShouldEndWith(0));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(report.GetProperty("backend").GetString(), Is.EqualTo("sqlite"));
            Assert.That(report.GetProperty("passed").GetInt32(), Is.GreaterThan(200));
            Assert.That(report.GetProperty("failed").GetInt32(), Is.Zero);
            Assert.That(report.GetProperty("skipped").GetInt32(), Is.Zero);
            Assert.That(report.GetProperty("leftovers").GetArrayLength(), Is.Zero);
            Assert.That(report.GetProperty("file").GetString(), Does.EndWith("VectorHost.Plugins.Sqlite.dll").And.StartsWith(Author.VectorHost));
            Assert.That(mine, Does.Not.Exist, "The place that was configured is somebody's data.");
        }
    }

    [Test]
    public async Task A_store_that_forgets_everything_fails_with_reasons()
    {
        ShellResult result = await Author.VectorHostAsync($"plugins verify {Compile("forgetful")} --json");

        JsonElement report = Json(result.ShouldEndWith(1));
        JsonElement[] scenarios = [.. report.GetProperty("scenarios").EnumerateArray()];
        JsonElement failed = scenarios.Single(scenario => scenario.GetProperty("scenario").GetString() == "A saved record comes back equal in every field");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(failed.GetProperty("outcome").GetString(), Is.EqualTo("failed"));
            Assert.That(failed.GetProperty("reason").GetString(), Does.Contain("Expected: 1"));
            Assert.That(report.GetProperty("failed").GetInt32(), Is.EqualTo(scenarios.Count(scenario => scenario.GetProperty("outcome").GetString() == "failed")));
            Assert.That(report.GetProperty("passed").GetInt32(), Is.Positive, "Asking an empty store is what it can do.");
        }
    }

    [Test]
    public async Task A_store_that_opens_what_is_there_is_refused_before_anything_is_written()
    {
        string file = Compile("careless", """
            public override Task<long> CountAsync(RecordFilter filter, CancellationToken cancellationToken = default) => Task.FromResult(12_345L);
            public override Task SaveAsync(IReadOnlyList<ChunkRecord> records, IndexMetadata metadata, CancellationToken cancellationToken = default) { File.WriteAllText("WRITTEN", ""); return Task.CompletedTask; }
            public override Task ClearAsync(string? repository = null, CancellationToken cancellationToken = default) { File.WriteAllText("WRITTEN", ""); return Task.CompletedTask; }
            """);

        ShellResult result = await Author.VectorHostAsync($"plugins verify {file}");

        result.ShouldEndWith(2);
        Assert.That(result.Error, Does.Contain("The store of 'careless' holds records already").And.Contain("vector_store.careless"));
        Assert.That(Path.Combine(Author.WorkingDirectory, "WRITTEN"), Does.Not.Exist);
    }

    [Test]
    public async Task A_store_that_shares_its_records_between_places_is_refused_before_the_first_scenario()
    {
        string file = Compile("sharing", """
            private static readonly List<string> Saved = [];
            public override Task<long> CountAsync(RecordFilter filter, CancellationToken cancellationToken = default) => Task.FromResult((long)Saved.Count);
            public override Task SaveAsync(IReadOnlyList<ChunkRecord> records, IndexMetadata metadata, CancellationToken cancellationToken = default) { Saved.Add(metadata.Repository); return Task.CompletedTask; }
            public override Task ClearAsync(string? repository = null, CancellationToken cancellationToken = default)
            {
                Saved.RemoveAll(name => name == repository);
                File.AppendAllText("CLEARED", repository ?? "EVERYTHING");
                return Task.CompletedTask;
            }
            """);

        ShellResult result = await Author.VectorHostAsync($"plugins verify {file}");

        result.ShouldEndWith(2);
        Assert.That(result.Error, Does.Contain("share their records"));
        Assert.That(await File.ReadAllTextAsync(Path.Combine(Author.WorkingDirectory, "CLEARED")), Does.StartWith("vhverify-").And.Not.Contain("EVERYTHING"));
    }

    [TestCase("hanging", "new TaskCompletionSource<long>().Task")]
    [TestCase("blocking", "Task.FromResult(Thread.CurrentThread.Join(Timeout.InfiniteTimeSpan) ? 1L : 0L)")]
    public async Task A_scenario_that_hangs_is_left_behind_and_the_others_run(string name, string answer)
    {
        string file = Compile(name, $$"""
            public override Task<long> CountAsync(RecordFilter filter, CancellationToken cancellationToken = default) =>
                filter.Repositories is { } names && names.Contains("unknown") ? {{answer}} : Task.FromResult(0L);
            """);

        ShellResult result = await Author.VectorHostAsync($"plugins verify {file} --json --timeout 2");

        JsonElement[] scenarios = [.. Json(result.ShouldEndWith(1)).GetProperty("scenarios").EnumerateArray()];
        JsonElement hung = scenarios.Single(scenario => scenario.GetProperty("scenario").GetString() == "An empty store answers every question");
        Assert.That(hung.GetProperty("reason").GetString(), Does.Contain("CountAsync did not end within 2 seconds"));
        Assert.That(scenarios, Has.Length.GreaterThan(200));
    }

    [Test]
    public async Task A_plugin_that_stays_in_memory_fails()
    {
        string file = Compile("staying", """
            static Store() => new Thread(() => Thread.Sleep(Timeout.Infinite)) { IsBackground = true }.Start();
            """);

        ShellResult result = await Author.VectorHostAsync($"plugins verify {file}");

        result.ShouldEndWith(1);
        Assert.That(result.Output, Does.Contain("  failed   The plugin leaves memory once its last store was closed"));
    }

    [Test]
    public async Task A_store_that_cannot_be_reached_is_unavailable()
    {
        string file = Compile("remote", """
            public override Task ConnectAsync(CancellationToken cancellationToken = default) => throw new VectorStoreException(StoreFailureKind.Unavailable, "Nobody answers at db.example:1.");
            """);

        ShellResult result = await Author.VectorHostAsync($"plugins verify {file}");

        result.ShouldEndWith(3);
        Assert.That(result.Error, Does.Contain("error: Nobody answers at db.example:1."));
        Assert.That(result.Output, Is.Empty);
    }

    [Test]
    public async Task A_file_can_be_verified_where_installed_plugins_have_to_be_pinned()
    {
        ShellResult result = await Author.VectorHostAsync($"plugins verify {Compile("unpinned")} --set vector_store.plugins_integrity=enforce");

        result.ShouldEndWith(1);
        Assert.That(result.Output, Does.Contain("backend  unpinned: Fine."));
    }

    [TestCase("nowhere", "Vector store backend 'nowhere' not found. Available backends:")]
    [TestCase("no/such/Plugin.dll", "There is no file")]
    [TestCase("\"$VECTORHOST/VectorHost.Abstractions.dll\"", "VectorHost.Abstractions.dll cannot be used")]
    public async Task What_is_no_backend_is_wrong_usage(string target, string sentence)
    {
        ShellResult result = await Author.VectorHostAsync($"plugins verify {target}");

        result.ShouldEndWith(2);
        Assert.That(result.Error, Does.Contain(sentence).And.Not.Contain("   at "));
    }

    private static string Compile(string backend, string members = "") =>
        new PluginBuild($"Plugin.{backend}") { Source = PluginSource.Store(backend, members) }.WriteTo(Author.At($"plugins-of-tests/{backend}"));

    private static JsonElement Json(ShellResult result)
    {
        using JsonDocument document = JsonDocument.Parse(result.Output);
        return document.RootElement.Clone();
    }
}
