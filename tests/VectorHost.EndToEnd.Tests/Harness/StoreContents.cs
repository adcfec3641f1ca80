using System.Runtime.InteropServices;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;
using VectorHost.Abstractions;
using VectorHost.Hosting;
using VectorHost.TestSupport;

namespace VectorHost.EndToEnd.Tests.Harness;

/// <summary>Everything that a store holds, read through the real host and plugin.</summary>
public sealed class StoreContents
{
    private static readonly Lazy<PluginHost> Host = new(() => PluginHost.Open(new PluginHostOptions
    {
        PluginsDirectory = Product.Plugins,
        CacheDirectory = Path.Combine(AppContext.BaseDirectory, "plugin-copies"),
    }));

    private readonly Dictionary<Guid, string> _records;
    private readonly List<string> _indexes;

    private StoreContents(Dictionary<Guid, string> records, List<string> indexes)
    {
        _records = records;
        _indexes = indexes;
    }

    /// <summary>How many records there are.</summary>
    public int RecordCount => _records.Count;

    /// <summary>How many records a file has.</summary>
    public int CountOf(string path) => _records.Values.Count(record => record.Contains($" {path}:", StringComparison.Ordinal));

    /// <summary>Reads a store's file.</summary>
    public static Task<StoreContents> ReadAsync(string file)
    {
        Assert.That(file, Does.Exist);
        return ReadAsync("sqlite", SettingsFor(file));
    }

    /// <summary>Reads what a backend holds.</summary>
    /// <param name="backend">The backend's name.</param>
    /// <param name="settings">The keys of its section.</param>
    public static async Task<StoreContents> ReadAsync(string backend, IReadOnlyDictionary<string, string?> settings)
    {
        await using IVectorStore store = await Host.Value.CreateStoreAsync(backend, Context(backend, settings));
        await store.ConnectAsync();
        Dictionary<Guid, string> records = [];
        await foreach (ChunkRecord record in store.LoadAsync(RecordFilter.All, RecordParts.All))
        {
            records.Add(record.Id, Describe(record));
        }

        return new StoreContents(records, [.. (await store.GetMetadataAsync()).Select(Describe)]);
    }

    /// <summary>How many records a store has that is perhaps being written, or not yet there.</summary>
    public static async Task<long> CountAsync(string file)
    {
        if (!File.Exists(file))
        {
            return 0;
        }

        await using IVectorStore store = await Host.Value.CreateStoreAsync("sqlite", Context("sqlite", SettingsFor(file)));
        await store.ConnectAsync();
        return await store.CountAsync(RecordFilter.All);
    }

    /// <summary>Expects every record of another, as it is there.</summary>
    public void ShouldHoldAllOf(StoreContents other) => Assert.That(
        other._records.Where(record => !_records.TryGetValue(record.Key, out string? here) || here != record.Value).Select(record => record.Value),
        Is.Empty,
        "Records are lost.");

    /// <summary>Expects the same records, and metadata that says the same of them.</summary>
    public void ShouldEqual(StoreContents expected)
    {
        string[] missing = [.. expected._records.Where(record => !_records.ContainsKey(record.Key)).Select(record => record.Value)];
        string[] superfluous = [.. _records.Where(record => !expected._records.ContainsKey(record.Key)).Select(record => record.Value)];
        string[] different = [.. _records
            .Where(record => expected._records.TryGetValue(record.Key, out string? other) && other != record.Value)
            .Select(record => $"{record.Value}\n  instead of\n{expected._records[record.Key]}")];
        using (Assert.EnterMultipleScope())
        {
            Assert.That(missing, Is.Empty, "Records are missing.");
            Assert.That(superfluous, Is.Empty, "There are superfluous records.");
            Assert.That(different, Is.Empty, "Records differ.");
            Assert.That(_indexes, Is.EqualTo(expected._indexes), "Metadata differ.");
        }
    }

    private static Dictionary<string, string?> SettingsFor(string file) => new() { ["path"] = file };

    private static VectorStoreContext Context(string backend, IReadOnlyDictionary<string, string?> settings)
    {
        VectorStoreContext any = StoreContexts.Create(backend, Product.SourceDirectory);
        return new VectorStoreContext
        {
            Backend = any.Backend,
            Configuration = new ConfigurationBuilder()
                .AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create($"vector_store:{backend}:{setting.Key}", setting.Value)))
                .Build()
                .GetSection($"vector_store:{backend}"),
            LoggerFactory = NullLoggerFactory.Instance,
            RepositoryRoot = any.RepositoryRoot,
            DataDirectory = any.DataDirectory,
            CollectionName = any.CollectionName,
            CreateHttpHandler = any.CreateHttpHandler,
        };
    }

    private static string Describe(ChunkRecord record)
    {
        string embedding = Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(MemoryMarshal.AsBytes(record.Embedding.Span)));
        return $"{record.Repository} {record.Path}:{record.StartLine}-{record.EndLine} {record.Language} "
            + $"file {record.FileHash} chunk {record.ChunkHash} embedding {record.Embedding.Length} {embedding}\n{record.Text}";
    }

    /// <summary>Times and the run's name differ from run to run; all else is a matter of the files.</summary>
    private static string Describe(IndexMetadata index) =>
        $"{index.Repository} at {index.Root}: {index.State}, {index.FileCount} files, {index.RecordCount} records, "
        + $"{index.Embedder} {index.Embedder.Normalization}, {index.Chunker}, version {index.ToolVersion}, "
        + $"entries {string.Join(", ", index.Entries.Keys.Order())}";
}
