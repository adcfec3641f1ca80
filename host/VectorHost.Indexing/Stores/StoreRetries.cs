using System.Runtime.ExceptionServices;
using Microsoft.Extensions.Logging;
using Polly;
using Polly.Retry;
using VectorHost.Abstractions;

namespace VectorHost.Indexing.Stores;

/// <summary>The one retry policy: which failures of a store are worth another call, how many, and after which waits.</summary>
/// <remarks>A type of its own, made at the first failure: calls that succeed load and compile nothing of it.</remarks>
internal sealed partial class StoreRetries
{
    private readonly ResiliencePipeline _pipeline;
    private int _retries;

    /// <summary>Makes the policy.</summary>
    /// <param name="options">How many retries, and how long they wait.</param>
    /// <param name="timeProvider">The clock of the waits.</param>
    /// <param name="logger">Told of each retry.</param>
    public StoreRetries(StoreCallOptions options, TimeProvider timeProvider, ILogger logger) =>
        _pipeline = new ResiliencePipelineBuilder { TimeProvider = timeProvider }
            .AddRetry(new RetryStrategyOptions
            {
                ShouldHandle = new PredicateBuilder().Handle<VectorStoreException>(failure => IsWorthRetrying(failure, options)),
                MaxRetryAttempts = options.MaxRetries,
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                Delay = options.RetryDelay,
                MaxDelay = options.MaxRetryDelay,
                DelayGenerator = attempt => ValueTask.FromResult(AskedDelay(attempt.Outcome.Exception, options)),
                OnRetry = attempt =>
                {
                    if (Interlocked.Increment(ref _retries) == 1)
                    {
                        options.OnFirstRetry?.Invoke();
                    }

                    LogRetry(logger, attempt.AttemptNumber + 1, attempt.RetryDelay.TotalSeconds, attempt.Outcome.Exception!.Message);
                    return ValueTask.CompletedTask;
                },
            })
            .Build();

    /// <summary>Goes on after a call that failed, which counts as the first.</summary>
    /// <param name="failure">How it failed.</param>
    /// <param name="call">Makes the call again.</param>
    /// <param name="cancellationToken">Cancels waits and calls.</param>
    /// <exception cref="VectorStoreException">The failure is lasting, or every retry failed as well.</exception>
    public async Task<T> GoOnAsync<T>(VectorStoreException failure, Func<CancellationToken, Task<T>> call, CancellationToken cancellationToken)
    {
        VectorStoreException? first = failure;
        return await _pipeline.ExecuteAsync(
            async token =>
            {
                if (Interlocked.Exchange(ref first, null) is { } known)
                {
                    ExceptionDispatchInfo.Throw(known);
                }

                return await call(token).ConfigureAwait(false);
            },
            cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Whether a failure may be gone with the next call.</summary>
    public static bool IsWorthRetrying(VectorStoreException failure, StoreCallOptions options) =>
        failure.IsTransient && (options.RetriesUnavailable || failure.Kind != StoreFailureKind.Unavailable);

    private static TimeSpan? AskedDelay(Exception? failure, StoreCallOptions options) =>
        failure is VectorStoreException { RetryAfter: { } delay }
            ? delay < options.MaxRetryDelay ? delay : options.MaxRetryDelay
            : null;

    // Below a warning: where every retry fails too, the same sentence ends the command as its error.
    [LoggerMessage(EventId = 2001, Level = LogLevel.Information, Message = "Retry {Attempt} of the vector store in {Seconds:0.0} s: {Reason}")]
    private static partial void LogRetry(ILogger logger, int attempt, double seconds, string reason);
}
