namespace VectorHost.Indexing.Pipeline;

/// <summary>
/// Concurrent stages of one piece of work: when one fails, the others are cancelled, and the failure that began it is
/// the one that is thrown.
/// </summary>
/// <param name="cancellationToken">Cancels all stages.</param>
internal sealed class StageGroup(CancellationToken cancellationToken) : IDisposable
{
    private readonly CancellationTokenSource _source = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
    private readonly List<Task> _stages = [];
    private Exception? _failure;

    /// <summary>Starts a stage.</summary>
    /// <param name="stage">What it does; it is given a token that also the failure of another stage cancels.</param>
    /// <param name="whenDone">Runs after it in every case, to tell the next stage that nothing more will come.</param>
    public void Start(Func<CancellationToken, Task> stage, Action? whenDone = null) =>
        _stages.Add(Task.Run(() => RunAsync(stage, whenDone), CancellationToken.None));

    /// <summary>Starts several workers that share one stage.</summary>
    public void StartMany(int count, Func<CancellationToken, Task> stage, Action whenDone)
    {
        int running = count;
        for (int i = 0; i < count; i++)
        {
            Start(stage, () =>
            {
                if (Interlocked.Decrement(ref running) == 0)
                {
                    whenDone();
                }
            });
        }
    }

    /// <summary>Waits until every stage has ended.</summary>
    /// <exception cref="OperationCanceledException">The token of the constructor was cancelled.</exception>
    public async Task CompleteAsync()
    {
        await Task.WhenAll(_stages).ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
        if (_failure is not null)
        {
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(_failure);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _source.Dispose();

    [System.Diagnostics.CodeAnalysis.SuppressMessage(
        "Design", "CA1031", Justification = "Whatever a stage throws is kept and thrown again by CompleteAsync.")]
    private async Task RunAsync(Func<CancellationToken, Task> stage, Action? whenDone)
    {
        try
        {
            await stage(_source.Token).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            Interlocked.CompareExchange(ref _failure, exception, null);
            await _source.CancelAsync().ConfigureAwait(false);
        }
        finally
        {
            whenDone?.Invoke();
        }
    }
}
