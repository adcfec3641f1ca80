using Microsoft.Extensions.Logging;

namespace VectorHost.Session;

/// <summary>
/// Sets up the logs when there is something to log: most commands end without a word, and setting up takes longer than a
/// search.
/// </summary>
/// <param name="level">What is logged.</param>
/// <param name="create">Sets up.</param>
internal sealed class DeferredLoggerFactory(LogLevel level, Func<ILoggerFactory> create) : ILoggerFactory
{
    private readonly Lock _gate = new();
    private ILoggerFactory? _created;
    private bool _isDisposed;

    /// <inheritdoc/>
    public ILogger CreateLogger(string categoryName) => new DeferredLogger(this, categoryName);

    /// <inheritdoc/>
    public void AddProvider(ILoggerProvider provider) => GetCreated()?.AddProvider(provider);

    /// <summary>Writes out what was logged. What comes later is lost.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _isDisposed = true;
            _created?.Dispose();
        }
    }

    private ILoggerFactory? GetCreated()
    {
        lock (_gate)
        {
            return _isDisposed ? null : _created ??= create();
        }
    }

    private sealed class DeferredLogger(DeferredLoggerFactory factory, string category) : ILogger
    {
        private ILogger? _logger;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= factory.Level && logLevel != LogLevel.None;

        // Nothing here logs in scopes that the logs would show, and a plugin's scope must not be a reason to set up.
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => _logger?.BeginScope(state);

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel))
            {
                _logger ??= factory.GetCreated()?.CreateLogger(category);
                _logger?.Log(logLevel, eventId, state, exception, formatter);
            }
        }
    }

    private LogLevel Level { get; } = level;
}
