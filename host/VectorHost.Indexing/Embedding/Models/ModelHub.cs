using System.Runtime.CompilerServices;
using VectorHost.Indexing.Embedding.Model2Vec;

namespace VectorHost.Indexing.Embedding.Models;

/// <summary>Fetches static models from a hub into a library.</summary>
public sealed class ModelHub : IDisposable
{
    private const string SentenceTransformersSettings = "config_sentence_transformers.json";
    private const string Nested = "0_StaticEmbedding/";

    private readonly ModelHubOptions _options;
    private readonly ModelLibrary _library;
    private readonly TimeProvider _timeProvider;
    private readonly HubClient _client;

    /// <summary>Makes a hub's client; nothing is sent yet.</summary>
    /// <param name="options">The hub.</param>
    /// <param name="library">Where models go.</param>
    /// <param name="timeProvider">The clock for waits and time-outs.</param>
    /// <param name="handler">
    /// Sends the requests; must not follow redirections by itself. Disposed with the hub. By default one of its own.
    /// </param>
    public ModelHub(ModelHubOptions options, ModelLibrary library, TimeProvider timeProvider, HttpMessageHandler? handler = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        _options = options;
        _library = library;
        _timeProvider = timeProvider;
        _client = new HubClient(options, handler ?? new SocketsHttpHandler { AllowAutoRedirect = false }, timeProvider);
    }

    /// <summary>
    /// Fetches a model, all files of one commit. An interrupted call leaves what has arrived, and the next one goes on with
    /// it; the model is in the library when all of it is, checked and loaded once.
    /// </summary>
    /// <param name="name">The model.</param>
    /// <param name="progress">Is told how far each file is.</param>
    /// <param name="cancellationToken">Cancels the download.</param>
    /// <returns>The model, and whether anything had to be fetched.</returns>
    /// <exception cref="ModelHubException">It could not be fetched, or is no static model.</exception>
    /// <exception cref="IOException">The files cannot be written.</exception>
    public async Task<(InstalledModel Model, bool IsNew)> PullAsync(
        ModelName name, IProgress<ModelPullProgress>? progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(name);
        string work = Path.Combine(_library.Root, ".pulling", name.Owner);
        Directory.CreateDirectory(work);
        FileStream held = Lock(Path.Combine(work, $"{name.Name}.lock"), name);
        await using ConfiguredAsyncDisposable releasing = held.ConfigureAwait(false);
        string folder = Path.Combine(work, name.Name);
        FileDownload download = new(_client, _options, _timeProvider, progress);
        Dictionary<string, string?> files = [];

        (string settings, HubFile first) = await FetchFirstAsync(
            download, name, name.Revision, folder, ["config.json", SentenceTransformersSettings], cancellationToken).ConfigureAwait(false);
        files[settings] = first.Tag;
        if (first.Commit is not null && _library.Find(name) is { } installed && installed.Commit == first.Commit)
        {
            Directory.Delete(folder, recursive: true);
            return (installed, false);
        }

        // The rest comes from the same commit, whatever the branch does meanwhile.
        string revision = first.Commit ?? name.Revision;
        (string tokenizer, HubFile second) = await FetchFirstAsync(
            download, name, revision, folder, ["tokenizer.json", $"{Nested}tokenizer.json"], cancellationToken).ConfigureAwait(false);
        files[tokenizer] = second.Tag;
        bool isNested = tokenizer.StartsWith(Nested, StringComparison.Ordinal);
        string[] rest = [isNested ? $"{Nested}model.safetensors" : "model.safetensors", .. isNested && settings != SentenceTransformersSettings ? [SentenceTransformersSettings] : (string[])[]];
        foreach (string file in rest)
        {
            files[file] = (await download.FetchAsync(name, revision, file, Path.Combine(folder, file), cancellationToken).ConfigureAwait(false)).Tag;
        }

        CheckUsable(name, folder);
        InstalledModel model = new()
        {
            Name = $"{name.Owner}/{name.Name}",
            Commit = first.Commit,
            Hub = _options.Address.AbsoluteUri,
            Files = files,
            Bytes = files.Keys.Sum(file => new FileInfo(Path.Combine(folder, file)).Length),
        };
        _library.Install(name, folder, model);
        return (model, true);
    }

    /// <summary>Closes the connections.</summary>
    public void Dispose() => _client.Dispose();

    private static async Task<(string Name, HubFile Info)> FetchFirstAsync(
        FileDownload download, ModelName name, string revision, string folder, string[] candidates, CancellationToken cancellationToken)
    {
        foreach (string file in candidates[..^1])
        {
            try
            {
                return (file, await download.FetchAsync(name, revision, file, Path.Combine(folder, file), cancellationToken).ConfigureAwait(false));
            }
            catch (ModelHubException exception) when (exception.Kind == ModelHubFailureKind.NotFound)
            {
                // The next layout may have it.
            }
        }

        return (candidates[^1], await download.FetchAsync(name, revision, candidates[^1], Path.Combine(folder, candidates[^1]), cancellationToken).ConfigureAwait(false));
    }

    private static void CheckUsable(ModelName name, string folder)
    {
        try
        {
            using Model2VecEmbeddingGenerator loaded = new(new Model2VecEmbeddingOptions { Path = folder });
        }
        catch (EmbeddingException exception)
        {
            Directory.Delete(folder, recursive: true);
            throw new ModelHubException(
                ModelHubFailureKind.Unusable, $"'{name}' was fetched, but cannot be used as a static model: {exception.Message}", exception);
        }
    }

    private static FileStream Lock(string file, ModelName name)
    {
        try
        {
            return new FileStream(file, FileMode.OpenOrCreate, FileAccess.Write, FileShare.None);
        }
        catch (IOException exception) when (File.Exists(file))
        {
            throw new ModelHubException(ModelHubFailureKind.Busy, $"Another process is fetching '{name}': wait for it.", exception);
        }
    }
}
