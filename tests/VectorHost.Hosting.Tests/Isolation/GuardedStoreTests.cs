using Microsoft.Extensions.Logging;
using VectorHost.Abstractions;
using VectorHost.Hosting.Isolation;
using VectorHost.Hosting.Lifetime;

namespace VectorHost.Hosting.Tests.Isolation;

/// <summary>Using a store that misbehaves: rows 42, 43, 45 and 74 of the failure matrix.</summary>
public sealed class GuardedStoreTests : HostingTest
{
    [TestCase("new IOException(\"disk\")", StoreFailureKind.Unavailable)]
    [TestCase("new System.Net.Http.HttpRequestException(\"refused\")", StoreFailureKind.Unavailable)]
    [TestCase("new System.Net.Http.HttpRequestException(\"no\", null, System.Net.HttpStatusCode.Forbidden)", StoreFailureKind.RefusedCredentials)]
    [TestCase("new System.Net.Http.HttpRequestException(\"slow\", null, System.Net.HttpStatusCode.TooManyRequests)", StoreFailureKind.Throttled)]
    [TestCase("new System.Net.Http.HttpRequestException(\"down\", null, System.Net.HttpStatusCode.BadGateway)", StoreFailureKind.Unavailable)]
    [TestCase("new System.Net.Sockets.SocketException(111)", StoreFailureKind.Unavailable)]
    [TestCase("new TimeoutException()", StoreFailureKind.TimedOut)]
    [TestCase("new TaskCanceledException()", StoreFailureKind.TimedOut)]
    [TestCase("new UnauthorizedAccessException()", StoreFailureKind.RefusedCredentials)]
    [TestCase("new DllNotFoundException(\"native\")", StoreFailureKind.Incompatible)]
    [TestCase("new FileNotFoundException(\"gone\", \"Library, Version=1.0.0.0\")", StoreFailureKind.Incompatible)]
    [TestCase("new FileNotFoundException(\"gone\", \"/tmp/file\")", StoreFailureKind.Unavailable)]
    [TestCase("new AggregateException(new IOException(\"disk\"))", StoreFailureKind.Unavailable)]
    [TestCase("new NullReferenceException()", StoreFailureKind.Protocol)]
    [TestCase("new ArgumentException(\"of a search\")", StoreFailureKind.Protocol)]
    [TestCase("new PrivateException()", StoreFailureKind.Protocol)]
    [MatrixRow(45)]
    public async Task Whatever_a_plugin_throws_becomes_a_failure_of_a_fitting_kind(string thrown, StoreFailureKind kind)
    {
        (PluginHost host, IVectorStore store) = await OpenStoreAsync(
            $"public override Task<bool> ExistsAsync(string? r = null, CancellationToken c = default) => throw {thrown};",
            "public sealed class PrivateException() : Exception(\"private\");");
        await using PluginHost _ = host;

        VectorStoreException? exception = Assert.ThrowsAsync<VectorStoreException>(() => store.ExistsAsync());

        Assert.That((exception!.Kind, exception.Backend, exception.Operation), Is.EqualTo((kind, "alpha", "exists")));
        Assert.That(exception.InnerException, Is.TypeOf<PluginFailureException>());
        Assert.That(exception.InnerException!.StackTrace, Does.Contain("Plugin.Store.ExistsAsync"));
    }

    [Test, MatrixRow(45)]
    public async Task A_failure_of_the_plugins_own_keeps_what_it_says_and_gets_what_it_left_out()
    {
        (PluginHost host, IVectorStore store) = await OpenStoreAsync("""
            public override async Task SaveAsync(IReadOnlyList<ChunkRecord> records, IndexMetadata metadata, CancellationToken c = default)
            {
                await Task.Yield();
                throw new VectorStoreException(StoreFailureKind.Conflict, "busy", new PrivateException()) { IsTransient = true, RetryAfter = TimeSpan.FromSeconds(3) };
            }
            """, "public sealed class PrivateException() : Exception(\"private words\");");
        await using PluginHost _ = host;

        VectorStoreException? exception = Assert.ThrowsAsync<VectorStoreException>(() => store.SaveAsync([], null!));

        Assert.That(
            (exception!.Kind, exception.Message, exception.IsTransient, exception.RetryAfter, exception.Backend, exception.Operation),
            Is.EqualTo((StoreFailureKind.Conflict, "busy", true, TimeSpan.FromSeconds(3), "alpha", "save")));
        Assert.That(exception.InnerException, Is.TypeOf<PluginFailureException>());
        Assert.That(exception.InnerException!.Message, Does.Contain("private words"));
    }

    [Test, MatrixRow(45)]
    public async Task An_exception_that_is_held_on_to_does_not_hold_the_plugin()
    {
        (PluginHost host, IVectorStore store) = await OpenStoreAsync(
            "public override Task<bool> ExistsAsync(string? r = null, CancellationToken c = default) => throw new PrivateException();" +
            "public override Task<long> CountAsync(RecordFilter f, CancellationToken c = default) => throw new IOException(\"disk\", new PrivateException());" +
            "public override Task ClearAsync(string? r = null, CancellationToken c = default) => throw new VectorStoreException(StoreFailureKind.Corrupt, \"x\", new PrivateException());",
            "public sealed class PrivateException() : Exception(\"private\") { public object Weight { get; } = new byte[1000]; }");
        await using PluginHost _ = host;
        Exception?[] held =
        [
            Assert.CatchAsync(() => store.ExistsAsync()), Assert.CatchAsync(() => store.CountAsync(RecordFilter.All)), Assert.CatchAsync(() => store.ClearAsync()),
        ];

        AssertUnloaded(await host.LoadedPlugins.Single().UnloadAsync(TimeSpan.FromSeconds(10)));

        Assert.That(held, Has.All.Not.Null);
    }

    [Test]
    public async Task An_empty_filter_that_a_store_refuses_to_delete_is_the_callers_mistake()
    {
        (PluginHost host, IVectorStore store) = await OpenStoreAsync(
            "public override Task DeleteAsync(RecordFilter filter, CancellationToken c = default) => throw new ArgumentException(\"Use ClearAsync.\", nameof(filter));");
        await using PluginHost _ = host;

        ArgumentException? exception = Assert.ThrowsAsync<ArgumentException>(() => store.DeleteAsync(RecordFilter.All));

        Assert.That((exception!.Message, exception.ParamName), Is.EqualTo(("Use ClearAsync. (Parameter 'filter')", "filter")));
    }

    [Test]
    public async Task Cancellation_passes_as_itself_when_it_is_the_callers()
    {
        (PluginHost host, IVectorStore store) = await OpenStoreAsync(
            "public override Task<bool> ExistsAsync(string? r = null, CancellationToken c = default) => Task.FromCanceled<bool>(c);");
        await using PluginHost _ = host;
        using var cancellation = new CancellationTokenSource();
        await cancellation.CancelAsync();

        OperationCanceledException? exception = Assert.CatchAsync<OperationCanceledException>(() => store.ExistsAsync(null, cancellation.Token));

        Assert.That(exception!.CancellationToken, Is.EqualTo(cancellation.Token));
    }

    [Test, CancelAfter(20000)]
    [MatrixRow(42)]
    public async Task Connecting_has_a_limit_even_for_a_store_that_blocks_its_thread([Values] bool blocks, CancellationToken cancellationToken)
    {
        string release = Folder.At("release");
        (PluginHost host, IVectorStore store) = await OpenStoreAsync(
            blocks
                ? $"public override Task ConnectAsync(CancellationToken c = default) {{ while (!File.Exists(\"{release}\")) Thread.Sleep(10); return Task.CompletedTask; }}"
                : "public override Task ConnectAsync(CancellationToken c = default) => Task.Delay(Timeout.Infinite, c);",
            change: options => options with { ConnectTimeout = TimeSpan.FromMilliseconds(200) });
        await using PluginHost _ = host;

        VectorStoreException? exception = Assert.ThrowsAsync<VectorStoreException>(() => store.ConnectAsync(cancellationToken));

        Assert.That((exception!.Kind, exception.IsTransient, exception.Operation), Is.EqualTo((StoreFailureKind.TimedOut, true, "connect")));
        Assert.That(exception.Message, Does.Contain("0.2 seconds"));
        await File.WriteAllTextAsync(release, "", cancellationToken);
    }

    [TestCase("throw new IOException(\"cable\")")]
    [TestCase("Thread.Sleep(Timeout.Infinite)")]
    [CancelAfter(20000)]
    [MatrixRow(42)]
    public async Task What_a_store_does_when_its_time_to_connect_is_over_changes_nothing(string reaction, CancellationToken cancellationToken)
    {
        (PluginHost host, IVectorStore store) = await OpenStoreAsync(
            $"public override async Task ConnectAsync(CancellationToken c = default) {{ c.Register(() => {reaction}); await Task.Delay(Timeout.Infinite, CancellationToken.None); }}",
            change: options => options with { ConnectTimeout = TimeSpan.FromMilliseconds(200), DisposeTimeout = TimeSpan.FromMilliseconds(200) });
        await using PluginHost _ = host;

        VectorStoreException? exception = Assert.ThrowsAsync<VectorStoreException>(() => store.ConnectAsync(cancellationToken));

        Assert.That(exception!.Kind, Is.EqualTo(StoreFailureKind.TimedOut));
    }

    [Test, MatrixRow(43)]
    public async Task A_store_that_fails_to_connect_is_still_closed_and_may_try_again()
    {
        string closed = Folder.At("closed");
        (PluginHost host, IVectorStore store) = await OpenStoreAsync($$"""
            private int _tries;
            public override Task ConnectAsync(CancellationToken c = default) => _tries++ == 0 ? throw new IOException("first") : Task.CompletedTask;
            public override ValueTask DisposeAsync() { File.AppendAllText("{{closed}}", "x"); return default; }
            """);
        await using PluginHost _ = host;

        Assert.ThrowsAsync<VectorStoreException>(() => store.ConnectAsync());
        await Assert.ThatAsync(() => store.ConnectAsync(), Throws.Nothing);
        await store.DisposeAsync();

        Assert.That(await File.ReadAllTextAsync(closed), Is.EqualTo("x"));
    }

    [Test]
    public async Task Poor_health_is_an_answer_even_where_the_store_throws()
    {
        (PluginHost host, IVectorStore store) = await OpenStoreAsync(
            "public override Task<StoreHealth> CheckHealthAsync(CancellationToken c = default) => throw new IOException(\"cable\");");
        await using PluginHost _ = host;

        StoreHealth health = await store.CheckHealthAsync();

        Assert.That(health.IsHealthy, Is.False);
        Assert.That(health.Description, Does.Contain("cable"));
    }

    [Test]
    public async Task Every_step_of_a_stream_is_guarded()
    {
        (PluginHost host, IVectorStore store) = await OpenStoreAsync("""
            public override async IAsyncEnumerable<ChunkRecord> LoadAsync(RecordFilter filter, RecordParts parts, [EnumeratorCancellation] CancellationToken c = default)
            {
                await Task.Yield();
                yield return new ChunkRecord { Id = Guid.Empty, Repository = "r", Path = "p", StartLine = 1, EndLine = 1, FileHash = "", ChunkHash = "", Language = "text" };
                throw new PrivateException();
            }
            """, "public sealed class PrivateException() : Exception(\"torn\");");
        await using PluginHost _ = host;
        int seen = 0;

        VectorStoreException? exception = Assert.ThrowsAsync<VectorStoreException>(async () =>
        {
            await foreach (ChunkRecord record in store.LoadAsync(RecordFilter.All, RecordParts.All))
            {
                seen++;
            }
        });

        Assert.That(seen, Is.EqualTo(1));
        Assert.That((exception!.Kind, exception.Operation), Is.EqualTo((StoreFailureKind.Protocol, "load")));
        Assert.That(exception.Message, Does.Contain("torn"));
    }

    [Test]
    public async Task A_stream_that_is_left_early_is_closed_in_the_plugin()
    {
        string closed = Folder.At("closed");
        (PluginHost host, IVectorStore store) = await OpenStoreAsync($$"""
            public override async IAsyncEnumerable<ChunkRecord> LoadAsync(RecordFilter filter, RecordParts parts, [EnumeratorCancellation] CancellationToken c = default)
            {
                try
                {
                    await Task.Yield();
                    while (true) yield return new ChunkRecord { Id = Guid.Empty, Repository = "r", Path = "p", StartLine = 1, EndLine = 1, FileHash = "", ChunkHash = "", Language = "text" };
                }
                finally { File.WriteAllText("{{closed}}", ""); }
            }
            """);
        await using PluginHost _ = host;

        await foreach (ChunkRecord record in store.LoadAsync(RecordFilter.All, RecordParts.All))
        {
            break;
        }

        Assert.That(File.Exists(closed), Is.True);
    }

    [Test]
    public async Task Null_in_place_of_an_answer_is_a_fault_of_the_plugin_and_not_of_the_caller()
    {
        (PluginHost host, IVectorStore store) = await OpenStoreAsync(
            "public override Task<IReadOnlyList<SearchHit>> SearchAsync(VectorQuery q, CancellationToken c = default) => Task.FromResult<IReadOnlyList<SearchHit>>(null!);" +
            "public override Task<long> CountAsync(RecordFilter f, CancellationToken c = default) => null!;" +
            "public override StoreLimits Limits => null!;");
        await using PluginHost _ = host;

        Assert.That(Assert.ThrowsAsync<VectorStoreException>(() => store.SearchAsync(null!))!.Kind, Is.EqualTo(StoreFailureKind.Protocol));
        Assert.That(Assert.ThrowsAsync<VectorStoreException>(() => store.CountAsync(RecordFilter.All))!.Kind, Is.EqualTo(StoreFailureKind.Protocol));
        Assert.That(() => store.Limits, Throws.TypeOf<VectorStoreException>());
    }

    [Test]
    public async Task Lists_that_a_plugin_returns_are_of_no_class_of_its_own()
    {
        (PluginHost host, IVectorStore store) = await OpenStoreAsync(
            "public override Task<IReadOnlyList<SearchHit>> SearchAsync(VectorQuery q, CancellationToken c = default) => Task.FromResult<IReadOnlyList<SearchHit>>(new OwnList());" +
            "public override Task<IReadOnlyList<IndexMetadata>> GetMetadataAsync(string? r = null, CancellationToken c = default) => throw new IOException();",
            "public sealed class OwnList : List<SearchHit>;");
        await using PluginHost _ = host;

        IReadOnlyList<SearchHit> hits = await store.SearchAsync(null!);

        Assert.That(hits.GetType().Assembly.IsCollectible, Is.False);
    }

    [Test, MatrixRow(74)]
    public async Task After_closing_every_call_says_so_with_the_backends_name()
    {
        (PluginHost host, IVectorStore store) = await OpenStoreAsync("");
        await using PluginHost _ = host;
        await store.DisposeAsync();

        ObjectDisposedException? exception = Assert.ThrowsAsync<ObjectDisposedException>(() => store.CountAsync(RecordFilter.All));

        Assert.That(exception!.Message, Does.Contain("alpha"));
        Assert.That(() => store.Limits, Throws.TypeOf<ObjectDisposedException>());
        Assert.That(async () => await store.LoadAsync(RecordFilter.All, RecordParts.All).GetAsyncEnumerator().MoveNextAsync(), Throws.TypeOf<ObjectDisposedException>());
    }

    [Test]
    public async Task Closing_many_times_at_once_closes_the_plugins_store_once()
    {
        string closed = Folder.At("closed");
        (PluginHost host, IVectorStore store) = await OpenStoreAsync(
            $"public override ValueTask DisposeAsync() {{ File.AppendAllText(\"{closed}\", \"x\"); return default; }}");
        await using PluginHost _ = host;

        await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => Task.Run(async () => await store.DisposeAsync())));

        Assert.That(await File.ReadAllTextAsync(closed), Is.EqualTo("x"));
    }

    [Test]
    public async Task Closing_lets_a_call_in_flight_finish_first()
    {
        string gate = Folder.At("gate");
        (PluginHost host, IVectorStore store) = await OpenStoreAsync($$"""
            private bool _closed;
            public override async Task<bool> ExistsAsync(string? r = null, CancellationToken c = default)
            {
                while (!File.Exists("{{gate}}")) await Task.Delay(5);
                return !_closed;
            }
            public override ValueTask DisposeAsync() { _closed = true; return default; }
            """);
        await using PluginHost _ = host;

        Task<bool> call = store.ExistsAsync();
        ValueTask closing = store.DisposeAsync();
        await File.WriteAllTextAsync(gate, "");
        await closing;

        Assert.That(await call, Is.True);
    }

    [Test]
    public async Task A_store_that_fails_to_close_is_logged_and_its_plugin_goes_all_the_same()
    {
        (PluginHost host, IVectorStore store) = await OpenStoreAsync("public override ValueTask DisposeAsync() => throw new IOException(\"stuck\");");
        await using PluginHost _ = host;
        LoadedPlugin plugin = host.LoadedPlugins.Single();

        await Assert.ThatAsync(async () => await store.DisposeAsync(), Throws.Nothing);

        Assert.That(Logs.At(LogLevel.Warning), Has.Some.Contains("stuck"));
        AssertUnloaded(await plugin.UnloadAsync(TimeSpan.FromSeconds(10)));
    }

    [Test, CancelAfter(20000)]
    public async Task A_store_that_never_closes_is_given_up(CancellationToken cancellationToken)
    {
        (PluginHost host, IVectorStore store) = await OpenStoreAsync(
            "public override async ValueTask DisposeAsync() => await Task.Delay(Timeout.Infinite);",
            change: options => options with { DisposeTimeout = TimeSpan.FromMilliseconds(200) });
        await using PluginHost _ = host;

        await store.DisposeAsync().AsTask().WaitAsync(cancellationToken);

        Assert.That(Logs.At(LogLevel.Warning), Has.Some.Contains("was given up"));
    }

    [Test, MatrixRow(41)]
    public async Task An_initialiser_that_fails_at_the_first_search_marks_the_plugin_faulted()
    {
        (PluginHost host, IVectorStore store) = await OpenStoreAsync(
            "public override Task<bool> ExistsAsync(string? r = null, CancellationToken c = default) => Task.FromResult(Table.Value > 0);",
            "internal static class Table { public static readonly int Value = int.Parse(\"bad table\"); }");
        await using PluginHost _ = host;

        VectorStoreException? exception = Assert.ThrowsAsync<VectorStoreException>(() => store.ExistsAsync());
        Assert.ThrowsAsync<VectorStoreException>(() => store.ExistsAsync());

        Assert.That(exception!.Message, Does.Contain("bad table"));
        Assert.That(host.LoadedPlugins.Single().State, Is.EqualTo(LoadedPluginState.Faulted));
        Assert.That(Logs.At(LogLevel.Error).Count(), Is.EqualTo(1));
    }

    [Test]
    public async Task An_exception_whose_own_message_throws_is_survived()
    {
        (PluginHost host, IVectorStore store) = await OpenStoreAsync(
            "public override Task<bool> ExistsAsync(string? r = null, CancellationToken c = default) => throw new Nasty();",
            "public sealed class Nasty : Exception { public override string Message => throw new Nasty(); public override string? StackTrace => throw new Nasty(); public override string ToString() => throw new Nasty(); }");
        await using PluginHost _ = host;

        Assert.That(Assert.ThrowsAsync<VectorStoreException>(() => store.ExistsAsync())!.Message, Does.Contain("Nasty"));
    }
}
