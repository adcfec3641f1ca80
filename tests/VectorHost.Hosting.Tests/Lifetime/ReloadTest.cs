using System.Collections.Concurrent;
using VectorHost.Abstractions;
using VectorHost.Hosting.Lifetime;
using VectorHost.TestSupport;

namespace VectorHost.Hosting.Tests.Lifetime;

/// <summary>Versions of one plugin, each of which counts to its own number, and what the host says of them.</summary>
public abstract class ReloadTest : HostingTest
{
    protected ConcurrentQueue<PluginChange> Changes { get; } = [];

    protected IEnumerable<PluginChangeKind> Kinds => Changes.Select(change => change.Kind);

    protected static ReloadOptions Quick => new()
    {
        QuietPeriod = TimeSpan.FromMilliseconds(30),
        UnfinishedPeriod = TimeSpan.FromMilliseconds(150),
        UnloadTimeout = TimeSpan.FromSeconds(30),
        PollInterval = TimeSpan.FromMinutes(10),
    };

    /// <summary>Puts a version of the plugin <c>Alpha</c> there, with its backend <c>alpha</c>.</summary>
    protected string AddVersion(int number, string members = "", string backend = "alpha") => Add(new PluginBuild("Alpha")
    {
        Version = new Version(number, 0, 0, 0),
        Source = PluginSource.Store(backend, members.Contains("CountAsync", StringComparison.Ordinal) ? members : Counting(number) + members),
    });

    protected static string Counting(int number) =>
        $"public override Task<long> CountAsync(RecordFilter f, CancellationToken c = default) => Task.FromResult({number}L);";

    /// <summary>The same, but a call ends only when a file is there.</summary>
    protected static string CountingOnce(int number, string file) => $$"""
        public override async Task<long> CountAsync(RecordFilter f, CancellationToken c = default)
        {
            File.WriteAllText("{{file}}.entered", "");
            while (!File.Exists("{{file}}")) { await Task.Delay(5); }
            return {{number}};
        }
        """;

    /// <summary>A constructor's part that ends only when a file is there.</summary>
    protected static string MadeOnce(string file) => $$"""
        private readonly bool _made = Wait();
        private static bool Wait()
        {
            File.WriteAllText("{{file}}.entered", "");
            while (!File.Exists("{{file}}")) { Thread.Sleep(5); }
            return true;
        }
        """;

    protected PluginHost OpenReloading(Func<PluginHostOptions, PluginHostOptions>? change = null, TimeProvider? time = null)
    {
        PluginHostOptions options = Options with { Reload = Quick };
        PluginHost host = PluginHost.Open(change is null ? options : change(options), Logs, time);
        host.PluginChanged += (_, arguments) => Changes.Enqueue(arguments.Change);
        return host;
    }

    /// <summary>A connected store of the backend <c>alpha</c>.</summary>
    protected async Task<IVectorStore> ConnectAsync(PluginHost host)
    {
        ArgumentNullException.ThrowIfNull(host);
        IVectorStore store = await host.CreateStoreAsync("alpha", Context("alpha"));
        await store.ConnectAsync();
        return store;
    }

    protected static Task<long> CountAsync(IVectorStore store)
    {
        ArgumentNullException.ThrowIfNull(store);
        return store.CountAsync(RecordFilter.All);
    }
}
