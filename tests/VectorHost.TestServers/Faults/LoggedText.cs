using System.Text;
using Microsoft.Extensions.Logging;

namespace VectorHost.TestServers.Faults;

/// <summary>Keeps all that is logged, so that a test can look for what must not be in it.</summary>
public sealed class LoggedText : ILoggerFactory, ILogger
{
    private readonly Lock _lock = new();
    private readonly StringBuilder _text = new();

    public ILogger CreateLogger(string categoryName) => this;

    public void AddProvider(ILoggerProvider provider)
    {
    }

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull
    {
        Append(state.ToString());
        return null;
    }

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        Append(formatter(state, exception));
        Append(exception?.ToString());
    }

    public override string ToString()
    {
        lock (_lock)
        {
            return _text.ToString();
        }
    }

    public void Dispose()
    {
    }

    private void Append(string? line)
    {
        lock (_lock)
        {
            _text.AppendLine(line);
        }
    }
}
