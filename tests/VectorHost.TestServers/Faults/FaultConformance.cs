using Microsoft.Extensions.Logging;
using VectorHost.Abstractions;
using VectorHost.Conformance;
using VectorHost.Indexing.Stores;

namespace VectorHost.TestServers.Faults;

/// <summary>
/// What a backend does when its server, or the way to it, fails: each fault befalls each exchange of each operation. The
/// tests of every backend with a server inherit this beside the themes of the suite.
/// </summary>
/// <typeparam name="TBackend">The backend under test.</typeparam>
[CancelAfter(120_000)]
public abstract class FaultConformance<TBackend> : VectorStoreConformance<TBackend>, IAsyncDisposable
    where TBackend : TestBackend, IRemoteTestBackend, new()
{
    /// <summary>Cases are named before there is a state with a secret of its own.</summary>
    private const string AnySecret = "(secret)";

    /// <summary>More than an operation on a few records needs; a store that goes on asking is stopped here.</summary>
    private const int MaxExchanges = 40;

    private const int RecoveryAttempts = 10;

    private static readonly StoreCallOptions OnceAndShort = new() { MaxRetries = 0, Timeout = TimeSpan.FromMilliseconds(300) };

    private static readonly StoreCallOptions OftenAndSoon = new()
    {
        MaxRetries = 4,
        RetryDelay = TimeSpan.FromMilliseconds(1),
        MaxRetryDelay = TimeSpan.FromMilliseconds(2),
    };

    private readonly LoggedText _log = new();
    private FaultProxy _proxy = null!;

    [SetUp]
    public void PutAProxyBeforeTheServer() => _proxy = new FaultProxy(Backend.Server);

    [TearDown]
    public void FindNoSecretInAnyLog() => Assert.That(_log.ToString(), Does.Not.Contain(Backend.Secret));

    /// <summary>Closes the proxy.</summary>
    public async ValueTask DisposeAsync()
    {
        _log.Dispose();
        await _proxy.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [TestCaseSource(nameof(OperationsAndFaults))]
    [Scenario(4, 138, 142, 145, 146, 149)]
    public async Task A_fault_is_a_failure_of_the_right_kind_and_passes(StoreOperation operation, string fault, CancellationToken cancellationToken)
    {
        FaultCase expected = Faults(Backend.Secret).Single(@case => @case.Name == fault);
        for (int skip = 0; skip < MaxExchanges; skip++)
        {
            await ArrangeAsync(operation, isFirst: skip == 0);
            await using IVectorStore store = await CreateStoreAsync(operation, expected.TakesTooLong ? OnceAndShort : null, cancellationToken);

            Task struck = _proxy.Inject(expected.Fault, skip);
            Exception? failure = await FailureOrNullAsync(operation, store, cancellationToken);
            bool isStruck = struck.IsCompleted;
            _proxy.Heal();
            if (!isStruck)
            {
                Assert.That(skip, Is.Positive, "The operation asks the server nothing.");
                Assert.That(failure, expected.TakesTooLong ? Is.Null.Or.InstanceOf<VectorStoreException>() : Is.Null);
                return;
            }

            CheckFailure(operation, expected, failure);
            await CheckRecoveryAsync(operation, store, cancellationToken);
        }

        Assert.Fail($"More than {MaxExchanges} exchanges for one operation.");
    }

    [TestCaseSource(nameof(RetriedOperations))]
    [Scenario(139, 141)]
    public async Task A_passing_fault_is_overcome_without_a_trace(StoreOperation operation, string fault, CancellationToken cancellationToken)
    {
        FaultCase passing = Faults(Backend.Secret).Single(@case => @case.Name == fault);
        for (int skip = 0; skip < MaxExchanges; skip++)
        {
            await ArrangeAsync(operation, isFirst: skip == 0);
            await using IVectorStore store = await CreateStoreAsync(operation, OftenAndSoon, cancellationToken);

            Task struck = _proxy.Inject(passing.Fault, skip, times: 1);
            await operation.Call(store, cancellationToken);
            bool isStruck = struck.IsCompleted;
            _proxy.Heal();
            Expect.SameRecords(await LoadAsync(), operation.After);
            if (!isStruck)
            {
                return;
            }
        }

        Assert.Fail($"More than {MaxExchanges} exchanges for one operation.");
    }

    [TestCaseSource(nameof(Operations))]
    [Scenario(137)]
    public async Task A_call_that_waits_in_vain_can_be_cancelled(StoreOperation operation, CancellationToken cancellationToken)
    {
        await ArrangeAsync(operation, isFirst: true);
        await using IVectorStore store = await CreateStoreAsync(operation, options: null, cancellationToken);
        using CancellationTokenSource source = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task struck = _proxy.Inject(Fault.Stall);
        Task call = operation.Call(store, source.Token);
        await struck.WaitAsync(cancellationToken);
        await source.CancelAsync();

        await Assert.ThatAsync(() => call.WaitAsync(TimeSpan.FromSeconds(10), cancellationToken), Throws.InstanceOf<OperationCanceledException>());
        _proxy.Heal();
        await CheckRecoveryAsync(operation, store, cancellationToken);
    }

    [TestCaseSource(nameof(Operations))]
    public async Task A_late_answer_is_an_answer(StoreOperation operation, CancellationToken cancellationToken)
    {
        await ArrangeAsync(operation, isFirst: true);
        await using IVectorStore store = await CreateStoreAsync(operation, options: null, cancellationToken);
        _ = _proxy.Inject(Fault.Delay(TimeSpan.FromMilliseconds(20)));

        await operation.Call(store, cancellationToken);

        Expect.SameRecords(await LoadAsync(), operation.After);
    }

    [TestCaseSource(nameof(RetriedOperationsAlone))]
    [Scenario(143)]
    public async Task Connections_that_the_server_dropped_between_two_calls_are_made_again(StoreOperation operation, CancellationToken cancellationToken)
    {
        await ArrangeAsync(operation, isFirst: true);
        await using IVectorStore store = await CreateStoreAsync(operation, OftenAndSoon, cancellationToken);

        _proxy.DropConnections();

        await operation.Call(store, cancellationToken);
        Expect.SameRecords(await LoadAsync(), operation.After);
    }

    [Test]
    [Scenario(3, 6)]
    public async Task A_server_that_is_away_is_unavailable_and_an_answer_to_a_health_check(CancellationToken cancellationToken)
    {
        await using IVectorStore connected = await CreateStoreAsync(StoreOperation.All.First(operation => operation.IsHealthCheck), options: null, cancellationToken);
        await using IVectorStore fresh = Backend.CreateStore(_proxy, _log);
        await _proxy.DisposeAsync();

        VectorStoreException failure = await FailureOf(() => fresh.ConnectAsync(cancellationToken));
        StoreHealth health = await connected.CheckHealthAsync(cancellationToken);

        Assert.That(failure.Kind, Is.EqualTo(StoreFailureKind.Unavailable), failure.ToString());
        Assert.That(failure.IsTransient, Is.True);
        Assert.That(failure.ToString(), Does.Not.Contain(Backend.Secret));
        Assert.That(health.IsHealthy, Is.False);
        Assert.That(health.Description, Is.Not.Empty.And.Not.Contains(Backend.Secret));
    }

    private static IEnumerable<FaultCase> Faults(string secret) =>
        [.. FaultCase.OfConnections(TBackend.SpeaksHttp), .. TBackend.SpeaksHttp ? FaultCase.OfAnswers(secret) : []];

    private static IEnumerable<TestCaseData> OperationsAndFaults() =>
        from operation in StoreOperation.All
        from fault in Faults(AnySecret)
        select Case(operation, fault);

    private static IEnumerable<TestCaseData> RetriedOperations() =>
        from operation in StoreOperation.All
        where operation is { IsRetried: true, IsHealthCheck: false }
        from fault in Faults(AnySecret)
        where fault is { TakesTooLong: false, MayGoUnnoticed: false } && fault.Kinds.All(kind => new VectorStoreException(kind, "").IsTransient)
        select Case(operation, fault);

    private static IEnumerable<TestCaseData> Operations() =>
        StoreOperation.All.Select(operation => new TestCaseData(operation).SetName($"{{m}}({operation.Name})"));

    private static IEnumerable<TestCaseData> RetriedOperationsAlone() =>
        from operation in StoreOperation.All
        where operation is { IsRetried: true, IsHealthCheck: false, Connects: false }
        select new TestCaseData(operation).SetName($"{{m}}({operation.Name})");

    private static TestCaseData Case(StoreOperation operation, FaultCase fault) =>
        new TestCaseData(operation, fault.Name).SetName($"{{m}}({operation.Name},{fault.Name})");

    private static async Task<Exception?> FailureOrNullAsync(StoreOperation operation, IVectorStore store, CancellationToken cancellationToken)
    {
        try
        {
            await operation.Call(store, cancellationToken);
            return null;
        }
        catch (Exception exception) when (exception is not AssertionException)
        {
            return exception;
        }
    }

    private async Task ArrangeAsync(StoreOperation operation, bool isFirst)
    {
        if (isFirst || operation.IsWrite)
        {
            await Store.ClearAsync();
            await SaveAsync(StoreOperation.Before);
        }
    }

    /// <summary>A store behind the proxy, ready for the operation.</summary>
    /// <param name="operation">The operation.</param>
    /// <param name="options">How the host calls it; null for the bare store.</param>
    /// <param name="cancellationToken">Cancels connecting.</param>
    private async Task<IVectorStore> CreateStoreAsync(StoreOperation operation, StoreCallOptions? options, CancellationToken cancellationToken)
    {
        IVectorStore store = Backend.CreateStore(_proxy, _log);
        if (!operation.Connects)
        {
            await store.ConnectAsync(cancellationToken);
        }

        return options is null
            ? store
            : new RetryingVectorStore(store, options, TimeProvider.System, new Logger<RetryingVectorStore>(_log));
    }

    private void CheckFailure(StoreOperation operation, FaultCase expected, Exception? failure)
    {
        if (failure is null)
        {
            Assert.That(expected.MayGoUnnoticed && !operation.IsRead, Is.True, "The call succeeded, and the fault was not noticed.");
            return;
        }

        Assert.That(failure.ToString(), Does.Not.Contain(Backend.Secret));
        Assert.That(failure.Message, Is.Not.Empty.And.Not.Contains("<html"));
        if (operation.IsHealthCheck)
        {
            Assert.That(failure, Is.InstanceOf<UnhealthyException>(), failure.ToString());
            return;
        }

        Assert.That(failure, Is.InstanceOf<VectorStoreException>(), failure.ToString());
        VectorStoreException ours = (VectorStoreException)failure;
        Assert.That(ours.Kind, Is.AnyOf([.. expected.Kinds]), failure.ToString());
        Assert.That(ours.IsTransient, Is.EqualTo(new VectorStoreException(ours.Kind, "").IsTransient), failure.ToString());
        Assert.That(ours.RetryAfter, Is.EqualTo(expected.RetryAfter));
    }

    /// <summary>The same call of the same store does what it should, once the way is clear; twice done is once done.</summary>
    private async Task CheckRecoveryAsync(StoreOperation operation, IVectorStore store, CancellationToken cancellationToken)
    {
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                await operation.Call(store, cancellationToken);
                break;
            }
            catch (Exception failure) when (attempt < RecoveryAttempts && failure is UnhealthyException or VectorStoreException { IsTransient: true })
            {
                // A pooled connection that the fault has broken may show so only when it is used again, and on a busy
                // machine a good answer may take longer than a store waits whose time-out a fault was to exceed.
            }
        }

        Expect.SameRecords(await LoadAsync(), operation.After);
    }
}
