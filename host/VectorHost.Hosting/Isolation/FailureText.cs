using System.Diagnostics.CodeAnalysis;
using System.Reflection;

namespace VectorHost.Hosting.Isolation;

/// <summary>Turns an exception of a plugin into text that holds nothing of the plugin.</summary>
internal static class FailureText
{
    private const int MaxDepth = 10;
    private const int MaxLoaderFailures = 5;

    /// <summary>The exception and its causes as text.</summary>
    public static PluginFailureException Capture(Exception exception) => Capture(exception, 0);

    /// <summary>What went wrong, in one line: type and message of the cause that says most.</summary>
    public static string Describe(Exception exception)
    {
        Exception root = Unwrap(exception);
        return $"{root.GetType().Name}: {MessageOf(root)}";
    }

    /// <summary>Takes off the exceptions that only say that there was another one.</summary>
    public static Exception Unwrap(Exception exception)
    {
        for (int i = 0; i < MaxDepth; i++)
        {
            Exception? inner = exception switch
            {
                TargetInvocationException or TypeInitializationException => exception.InnerException,
                AggregateException { InnerExceptions: [var only] } => only,
                _ => null,
            };
            if (inner is null)
            {
                break;
            }

            exception = inner;
        }

        return exception;
    }

    /// <summary>The message; of a failure to load types, everything different that failed.</summary>
    [SuppressMessage("Design", "CA1031", Justification = "Message is code of the plugin, and may fail too.")]
    public static string MessageOf(Exception exception)
    {
        try
        {
            return exception is ReflectionTypeLoadException { LoaderExceptions: var failures }
                ? Summarise([.. failures.OfType<Exception>().Select(failure => failure.Message).Distinct(StringComparer.Ordinal)])
                : exception.Message.ReplaceLineEndings(" ");
        }
        catch (Exception)
        {
            return "(its message cannot be read)";
        }
    }

    [SuppressMessage("Design", "CA1031", Justification = "StackTrace may be code of the plugin, and may fail too.")]
    private static PluginFailureException Capture(Exception exception, int depth)
    {
        string? stackTrace = null;
        PluginFailureException? cause = null;
        try
        {
            stackTrace = exception.StackTrace;
            cause = exception.InnerException is { } inner && depth < MaxDepth ? Capture(inner, depth + 1) : null;
        }
        catch (Exception)
        {
            // Then there is none.
        }

        Type type = exception.GetType();
        return new PluginFailureException(type.FullName ?? type.Name, MessageOf(exception), stackTrace, cause);
    }

    private static string Summarise(string[] messages)
    {
        string more = messages.Length > MaxLoaderFailures ? $" (and {messages.Length - MaxLoaderFailures} more)" : "";
        return $"Types could not be loaded: {string.Join(" ", messages.Take(MaxLoaderFailures))}{more}";
    }
}
