using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace VectorHost.Hosting.Tests;

/// <summary>Keeps everything that is logged, exception objects included, as a real log might.</summary>
public sealed class CollectingLoggerFactory : ILoggerFactory
{
    private readonly ConcurrentQueue<(LogLevel Level, int Id, string Text, Exception? Exception)> _entries = [];

    public IEnumerable<string> Texts => _entries.Select(entry => entry.Text);

    public IEnumerable<string> At(LogLevel level) => _entries.Where(entry => entry.Level == level).Select(entry => entry.Text);

    public ILogger CreateLogger(string categoryName) => new CollectingLogger(_entries);

    public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException();

    public void Dispose() => _entries.Clear();

    private sealed class CollectingLogger(ConcurrentQueue<(LogLevel, int, string, Exception?)> entries) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            entries.Enqueue((logLevel, eventId.Id, formatter(state, exception), exception));
    }
}
