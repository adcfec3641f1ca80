using Serilog.Core;
using Serilog.Events;
using Serilog.Parsing;
using VectorHost.Output;

namespace VectorHost.Session;

/// <summary>
/// Takes out of log events what would steer the screen on which they, or the file that they go to, are shown: the names
/// of files, what servers answer and what plugins say are others' words.
/// </summary>
/// <param name="inner">Where the events go.</param>
internal sealed class PrintableEvents(ILogEventSink inner) : ILogEventSink, IDisposable
{
    private static readonly MessageTemplateParser Parser = new();

    /// <inheritdoc/>
    public void Emit(LogEvent logEvent) => inner.Emit(new LogEvent(
        logEvent.Timestamp,
        logEvent.Level,
        logEvent.Exception is { } exception ? Printable(exception) : null,
        Printable(logEvent.MessageTemplate),
        logEvent.Properties.Select(property => new LogEventProperty(property.Key, Printable(property.Value)))));

    /// <inheritdoc/>
    public void Dispose() => (inner as IDisposable)?.Dispose();

    // What is not text by itself is written as JSON, which escapes all that steers.
    private static LogEventPropertyValue Printable(LogEventPropertyValue value) =>
        value is ScalarValue { Value: string text } ? new ScalarValue(Terminal.Printable(text)) : value;

    private static MessageTemplate Printable(MessageTemplate template) =>
        Terminal.Printable(template.Text) is var text && ReferenceEquals(text, template.Text) ? template : Parser.Parse(text);

    private static Exception Printable(Exception exception)
    {
        string original = exception.ToString();
        string text = Terminal.Printable(original);
        return ReferenceEquals(text, original) ? exception : new PrintableException(text);
    }

    /// <summary>Stands for an exception in a log, where only its text is asked for.</summary>
    private sealed class PrintableException(string text) : Exception
    {
        /// <inheritdoc/>
        public override string ToString() => text;
    }
}
