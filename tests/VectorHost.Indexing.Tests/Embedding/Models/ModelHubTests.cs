using VectorHost.Indexing.Embedding;
using VectorHost.Indexing.Embedding.Model2Vec;
using VectorHost.Indexing.Embedding.Models;
using VectorHost.Indexing.Tests.Embedding.Model2Vec;
using VectorHost.TestSupport;

namespace VectorHost.Indexing.Tests.Embedding.Models;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class ModelHubTests : IDisposable
{
    private const string Weights = "model.safetensors";

    private const int HalfWay = 20;

    private readonly TaskCompletionSource _arrived = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TemporaryFolder _folder = new();
    private readonly HubServer _server = new();
    private readonly SkippingTimeProvider _time = new();
    private readonly ModelLibrary _library;

    public ModelHubTests()
    {
        _library = new ModelLibrary(_folder.At("models"));
        using ModelOnDisk model = ModelOnDisk.Words();
        foreach (string file in new[] { "config.json", "tokenizer.json", Weights })
        {
            _server.Files[file] = File.ReadAllBytes(Path.Combine(model.Path, file));
        }
    }

    private int WeightBytes => _server.Files[Weights].Length;

    private string Part => _folder.At($"models/.pulling/acme/tiny/{Weights}.part");

    public void Dispose()
    {
        _server.Dispose();
        _folder.Dispose();
    }

    [Test]
    public async Task A_model_is_fetched_checked_and_found_by_its_name()
    {
        (InstalledModel model, bool isNew) = await PullAsync();

        Assert.That(isNew, Is.True);
        Assert.That(model.Name, Is.EqualTo("acme/tiny"));
        Assert.That(model.Commit, Is.EqualTo(HubServer.Commit));
        Assert.That(model.Bytes, Is.EqualTo(_server.Files.Values.Sum(bytes => bytes.Length)));
        Assert.That(model.Files.Keys, Is.EquivalentTo(_server.Files.Keys));
        Assert.That(_library.List(), Has.Count.EqualTo(1));
        using Model2VecEmbeddingGenerator generator = new(new Model2VecEmbeddingOptions { Path = _library.Resolve("acme/tiny") });
        Assert.That((await generator.GenerateAsync(["c"]))[0].Vector.ToArray(), Is.EqualTo(new float[] { 3, 4 }));
        Assert.That(Directory.EnumerateFiles(_folder.Path, "*.part*", SearchOption.AllDirectories), Is.Empty);
    }

    [Test]
    public async Task A_model_that_has_not_changed_is_not_fetched_again()
    {
        await PullAsync();
        int before = _server.Downloads.Length;

        (InstalledModel model, bool isNew) = await PullAsync();

        Assert.That(isNew, Is.False);
        Assert.That(model.Commit, Is.EqualTo(HubServer.Commit));
        Assert.That(_server.Downloads, Has.Length.EqualTo(before));
    }

    [Test]
    public async Task A_model_that_has_changed_takes_the_place_of_the_earlier_one()
    {
        await PullAsync();
        using ModelOnDisk other = ModelOnDisk.Words().WriteTensors(("embeddings", "F32", [4, 2], ModelOnDisk.Bytes<float>([9, 9, 1, 0, 0, 2, 6, 8])));
        _server.Files[Weights] = await File.ReadAllBytesAsync(Path.Combine(other.Path, Weights));
        _server.Head = new string('d', 40);

        (InstalledModel model, bool isNew) = await PullAsync();

        Assert.That(isNew, Is.True);
        Assert.That(model.Commit, Is.EqualTo(_server.Head));
        using Model2VecEmbeddingGenerator generator = new(new Model2VecEmbeddingOptions { Path = _library.Resolve("acme/tiny") });
        Assert.That((await generator.GenerateAsync(["c"]))[0].Vector.ToArray(), Is.EqualTo(new float[] { 6, 8 }));
    }

    [Test]
    public async Task All_files_come_from_the_commit_that_the_first_one_came_from()
    {
        await PullAsync();

        Assert.That(_server.Requests.Where(request => request.Path.Contains("resolve", StringComparison.Ordinal)).Select(request => request.Path.Split('/')[4]),
            Is.EqualTo(new[] { "main", HubServer.Commit, HubServer.Commit }));
    }

    [Test]
    public async Task A_download_that_breaks_off_goes_on_where_it_ended()
    {
        CutStorageAfter(HalfWay);

        await PullAsync();

        Assert.That(_server.Downloads, Is.EqualTo(new[] { Weights, $"{Weights} bytes=20-" }));
        Assert.That(await File.ReadAllBytesAsync(Path.Combine(_library.Resolve("acme/tiny"), Weights)), Is.EqualTo(_server.Files[Weights]));
    }

    [Test]
    public async Task A_run_goes_on_where_the_one_before_it_was_stopped()
    {
        using CancellationTokenSource stop = new();
        OnStorage(reply => reply with { CutAfter = HalfWay, Hangs = true });
        Task pull = PullAsync(cancellationToken: stop.Token);
        await _arrived.Task;
        await stop.CancelAsync();
        await Assert.ThatAsync(async () => await pull, Throws.InstanceOf<OperationCanceledException>());
        Assert.That(_library.List(), Is.Empty);

        await PullAsync();

        Assert.That(_server.Downloads, Is.EqualTo(new[] { Weights, $"{Weights} bytes=20-" }));
    }

    [Test]
    public async Task A_file_that_changed_since_is_fetched_from_its_beginning()
    {
        CutStorageAfter(HalfWay);
        Assert.That(async () => await PullAsync(tries: 1), Throws.TypeOf<ModelHubException>().With.Property("Kind").EqualTo(ModelHubFailureKind.Unavailable));
        using ModelOnDisk other = ModelOnDisk.Words().WriteTensors(("embeddings", "F32", [4, 2], ModelOnDisk.Bytes<float>([8, 8, 1, 0, 0, 2, 6, 8])));
        _server.Files[Weights] = await File.ReadAllBytesAsync(Path.Combine(other.Path, Weights));

        await PullAsync();

        Assert.That(await File.ReadAllBytesAsync(Path.Combine(_library.Resolve("acme/tiny"), Weights)), Is.EqualTo(_server.Files[Weights]));
    }

    [Test]
    public async Task A_server_that_takes_no_notice_of_ranges_sends_the_whole_file_once_more()
    {
        _server.IgnoresRanges = true;
        CutStorageAfter(HalfWay);

        await PullAsync();

        Assert.That(await File.ReadAllBytesAsync(Path.Combine(_library.Resolve("acme/tiny"), Weights)), Is.EqualTo(_server.Files[Weights]));
    }

    [Test]
    public async Task A_file_that_is_whole_but_for_its_name_is_not_fetched_again()
    {
        CutStorageAfter(HalfWay);
        Assert.That(async () => await PullAsync(tries: 1), Throws.TypeOf<ModelHubException>());
        await File.WriteAllBytesAsync(Part, _server.Files[Weights]);

        await PullAsync();

        Assert.That(_server.Downloads[^1], Is.EqualTo($"{Weights} bytes={WeightBytes}-"));
        Assert.That(_library.List(), Has.Count.EqualTo(1));
    }

    [Test]
    public void A_file_that_is_not_what_the_hub_says_is_refused_and_thrown_away()
    {
        for (int i = 0; i < 3; i++)
        {
            OnStorage(reply => reply with { Body = [.. reply.Body[..^1], (byte)(reply.Body[^1] ^ 1)] });
        }

        ModelHubException failure = Assert.ThrowsAsync<ModelHubException>(async () => await PullAsync(tries: 3))!;

        Assert.That(failure.Kind, Is.EqualTo(ModelHubFailureKind.Damaged));
        Assert.That(failure.Message, Does.Contain(Weights).And.Contain("checksum").And.Contain("--hub"));
        Assert.That(File.Exists(Part), Is.False);
        Assert.That(_library.List(), Is.Empty);
    }

    [Test]
    public void A_small_file_is_compared_with_gits_name_for_it()
    {
        for (int i = 0; i < 2; i++)
        {
            _server.Script.Enqueue((_, reply) => reply with { Body = [.. reply.Body[..^1], (byte)' '] });
        }

        ModelHubException failure = Assert.ThrowsAsync<ModelHubException>(async () => await PullAsync(tries: 2))!;

        Assert.That(failure.Message, Does.Contain("config.json").And.Contain("checksum"));
    }

    [Test]
    public async Task A_mirror_without_tags_is_taken_at_its_word_and_never_goes_on_with_a_part()
    {
        _server.HidesTags = true;
        OnStorage(reply => reply with { CutAfter = HalfWay });

        (InstalledModel model, _) = await PullAsync();

        Assert.That(model.Files["config.json"], Is.Null);
        Assert.That(_server.Downloads, Has.Length.EqualTo(3), "Whole, the rest that cannot be trusted, whole again.");
    }

    [TestCase(500)]
    [TestCase(503)]
    [TestCase(429)]
    [TestCase(408)]
    public async Task A_hub_that_cannot_answer_now_is_asked_again(int status)
    {
        _server.Script.Enqueue((_, _) => new HubServer.Reply { Status = status, Headers = ["Retry-After: 7"] });
        _server.Script.Enqueue((_, _) => new HubServer.Reply { Status = status });

        await PullAsync();

        Assert.That(_time.Waits.Take(2), Is.EqualTo(new[] { TimeSpan.FromSeconds(7), TimeSpan.FromSeconds(2) }));
    }

    [Test]
    public void A_hub_that_never_answers_well_is_given_up()
    {
        for (int i = 0; i < 3; i++)
        {
            _server.Script.Enqueue((_, _) => new HubServer.Reply { Status = 502 });
        }

        ModelHubException failure = Assert.ThrowsAsync<ModelHubException>(async () => await PullAsync(tries: 3))!;

        Assert.That(failure.Message, Does.Contain("HTTP 502").And.Contain(_server.Address.ToString()));
        Assert.That(_server.Requests, Has.Count.EqualTo(3));
    }

    [TestCase(401)]
    [TestCase(403)]
    public void A_model_that_is_refused_is_refused_with_what_to_do_and_asked_for_once(int status)
    {
        _server.Script.Enqueue((_, _) => new HubServer.Reply { Status = status });

        ModelHubException failure = Assert.ThrowsAsync<ModelHubException>(async () => await PullAsync(token: "hf_secret"))!;

        Assert.That(failure.Kind, Is.EqualTo(ModelHubFailureKind.Refused));
        Assert.That(failure.Message, Does.Contain("acme/tiny").And.Contain("models.token").And.Not.Contain("hf_secret"));
        Assert.That(_server.Requests, Has.Count.EqualTo(1));
    }

    [Test]
    public void A_model_that_is_not_there_is_refused_by_name()
    {
        _server.Files.Clear();

        ModelHubException failure = Assert.ThrowsAsync<ModelHubException>(async () => await PullAsync())!;

        Assert.That(failure.Kind, Is.EqualTo(ModelHubFailureKind.NotFound));
        Assert.That(failure.Message, Does.Contain("acme/tiny"));
    }

    [Test]
    public void A_hub_that_is_not_there_is_refused_with_what_to_do()
    {
        _server.Stop();

        ModelHubException failure = Assert.ThrowsAsync<ModelHubException>(async () => await PullAsync(tries: 2))!;

        Assert.That(failure.Kind, Is.EqualTo(ModelHubFailureKind.Unavailable));
        Assert.That(failure.Message, Does.Contain("cannot be reached").And.Contain("--hub"));
    }

    [Test]
    public async Task A_connection_that_stands_still_is_given_up_and_goes_on()
    {
        OnStorage(reply => reply with { CutAfter = HalfWay, Hangs = true });
        Task pull = PullAsync(tries: 1000);
        await _arrived.Task;

        // The clock goes on until the download has noticed, and waits before its next try.
        while (_time.Waits.Count == 0)
        {
            _time.Advance();
            await Task.Yield();
        }

        await pull;

        Assert.That(_server.Downloads[1], Is.EqualTo($"{Weights} bytes=20-"));
        Assert.That(await File.ReadAllBytesAsync(Path.Combine(_library.Resolve("acme/tiny"), Weights)), Is.EqualTo(_server.Files[Weights]));
    }

    [Test]
    public async Task The_token_goes_to_the_hub_and_not_where_it_redirects_to()
    {
        await PullAsync(token: "hf_secret");

        Assert.That(_server.Requests.ToLookup(request => request.Path.StartsWith("/storage/", StringComparison.Ordinal), request => request.Header("Authorization"))
            .Select(group => (group.Key, group.Distinct().Single())), Is.EquivalentTo(new[] { (false, "Bearer hf_secret"), (true, "") }));
    }

    [Test]
    public async Task The_layout_of_sentence_transformers_is_fetched_too()
    {
        foreach (string file in new[] { "tokenizer.json", Weights })
        {
            _server.Files.TryRemove(file, out byte[]? bytes);
            _server.Files[$"0_StaticEmbedding/{file}"] = bytes!;
        }

        _server.Files.TryRemove("config.json", out byte[]? settings);
        _server.Files["config_sentence_transformers.json"] = settings!;

        await PullAsync();

        using Model2VecEmbeddingGenerator generator = new(new Model2VecEmbeddingOptions { Path = _library.Resolve("acme/tiny") });
        Assert.That(generator.Dimensions, Is.EqualTo(2));
    }

    [Test]
    public void What_is_no_static_model_is_refused_and_thrown_away()
    {
        _server.Files["tokenizer.json"] = "{}"u8.ToArray();

        ModelHubException failure = Assert.ThrowsAsync<ModelHubException>(async () => await PullAsync())!;

        Assert.That(failure.Kind, Is.EqualTo(ModelHubFailureKind.Unusable));
        Assert.That(failure.Message, Does.Contain("acme/tiny").And.Contain("tokenizer.json"));
        Assert.That(Directory.Exists(_folder.At("models/.pulling/acme/tiny")), Is.False);
    }

    [Test]
    public async Task Two_runs_at_once_do_not_share_a_file()
    {
        OnStorage(reply => reply with { CutAfter = HalfWay, Hangs = true });
        using CancellationTokenSource stop = new();
        Task first = PullAsync(cancellationToken: stop.Token);
        await _server.Hanging;

        ModelHubException failure = Assert.ThrowsAsync<ModelHubException>(async () => await PullAsync())!;

        Assert.That(failure.Kind, Is.EqualTo(ModelHubFailureKind.Busy));
        await stop.CancelAsync();
        await Assert.ThatAsync(async () => await first, Throws.InstanceOf<OperationCanceledException>());
    }

    [TestCase("acme/tiny", "acme", "tiny", "main")]
    [TestCase("minishlab/potion-code-16M@v1.0", "minishlab", "potion-code-16M", "v1.0")]
    public void A_name_is_owner_name_and_revision(string text, string owner, string name, string revision)
    {
        Assert.That(ModelName.TryParse(text, out ModelName? parsed), Is.True);
        Assert.That((parsed!.Owner, parsed.Name, parsed.Revision), Is.EqualTo((owner, name, revision)));
        Assert.That(parsed.ToString(), Is.EqualTo(text));
    }

    [TestCase("")]
    [TestCase("tiny")]
    [TestCase("a/b/c")]
    [TestCase("../tiny")]
    [TestCase("acme/..")]
    [TestCase("acme/.hidden")]
    [TestCase("acme/tiny@../x")]
    [TestCase("acme/ti ny")]
    [TestCase("acme/tiny\n")]
    public void Other_text_is_no_name(string text) => Assert.That(ModelName.TryParse(text, out _), Is.False);

    private void CutStorageAfter(int bytes) => OnStorage(reply => reply with { CutAfter = bytes });

    /// <summary>Changes the answer to the next request for storage.</summary>
    private void OnStorage(Func<HubServer.Reply, HubServer.Reply> change) => _server.Script.Enqueue(Next(change));

    private Func<HubServer.Request, HubServer.Reply, HubServer.Reply> Next(Func<HubServer.Reply, HubServer.Reply> change) => (request, reply) =>
    {
        if (request.Path.StartsWith("/storage/", StringComparison.Ordinal))
        {
            return change(reply);
        }

        _server.Script.Enqueue(Next(change));
        return reply;
    };

    private async Task<(InstalledModel Model, bool IsNew)> PullAsync(int tries = 5, string? token = null, CancellationToken cancellationToken = default)
    {
        ModelHubOptions options = new()
        {
            Address = _server.Address,
            Token = token,
            MaxTries = tries,
            StallTimeout = SkippingTimeProvider.LongestSkipped * 2,
        };
        using ModelHub hub = new(options, _library, _time);
        Assert.That(ModelName.TryParse("acme/tiny", out ModelName? name), Is.True);
        Watching progress = new(step =>
        {
            if (step is { File: Weights, Done: HalfWay })
            {
                _arrived.TrySetResult();
            }
        });
        return await hub.PullAsync(name!, progress, cancellationToken);
    }

    /// <summary>Reports at once, unlike <see cref="Progress{T}"/>.</summary>
    private sealed class Watching(Action<ModelPullProgress> report) : IProgress<ModelPullProgress>
    {
        public void Report(ModelPullProgress value) => report(value);
    }
}
