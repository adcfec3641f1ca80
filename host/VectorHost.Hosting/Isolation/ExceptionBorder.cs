using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Logging;
using VectorHost.Abstractions;
using VectorHost.Hosting.Discovery;
using VectorHost.Hosting.Lifetime;

namespace VectorHost.Hosting.Isolation;

/// <summary>
/// Where exceptions of a plugin end. What comes out is of the contract or of the runtime, names the backend and the
/// operation, and holds nothing of the plugin.
/// </summary>
internal sealed class ExceptionBorder(string backend, LoadedPlugin plugin, ILogger logger)
{
    /// <summary>Makes the exception that the caller gets of the one that the plugin threw.</summary>
    /// <param name="exception">What the plugin threw.</param>
    /// <param name="operation">What it was doing.</param>
    /// <param name="cancellationToken">The caller's token: only its cancellation is passed on as such.</param>
    public Exception Translate(Exception exception, string operation, CancellationToken cancellationToken)
    {
        PluginFailureException failure = FailureText.Capture(exception);
        if (logger.IsEnabled(LogLevel.Debug))
        {
            HostingLog.Failed(logger, backend, operation, failure.ToString());
        }

        if (exception is TypeInitializationException)
        {
            plugin.MarkFaulted(FailureText.Describe(exception));
        }

        Exception cause = FailureText.Unwrap(exception);
        return cause switch
        {
            OperationCanceledException when cancellationToken.IsCancellationRequested =>
                new OperationCanceledException(cause.Message, failure, cancellationToken),
            VectorStoreException known => Recreate(known, operation),
            ArgumentException argument when operation == StoreOperations.Delete =>
                new ArgumentException(Plain(argument), argument.ParamName, failure),
            _ => Create(cause, operation, failure),
        };
    }

    private VectorStoreException Recreate(VectorStoreException known, string operation) =>
        new(known.Kind, known.Message, known.InnerException is { } inner ? FailureText.Capture(inner) : null)
        {
            Backend = known.Backend ?? backend,
            Operation = known.Operation ?? operation,
            IsTransient = known.IsTransient,
            RetryAfter = known.RetryAfter,
        };

    private VectorStoreException Create(Exception cause, string operation, PluginFailureException failure)
    {
        StoreFailureKind kind = KindOf(cause);
        string what = kind switch
        {
            StoreFailureKind.Unavailable => "could not reach its store",
            StoreFailureKind.TimedOut => "was not answered in time",
            StoreFailureKind.Throttled => "was asked to slow down",
            StoreFailureKind.RefusedCredentials => "was not allowed",
            StoreFailureKind.Incompatible => "lacks a part that it needs or cannot use it",
            _ => "failed, probably by a fault of its plugin",
        };
        string where = cause is DllNotFoundException ? $" This host runs on {HostPlatform.RuntimeIdentifiers[0]}." : "";
        return new VectorStoreException(
            kind, $"The backend '{backend}' {what} ({operation}): {FailureText.Describe(cause)}{where}", failure)
        {
            Backend = backend,
            Operation = operation,
        };
    }

    private static StoreFailureKind KindOf(Exception cause) => cause switch
    {
        OperationCanceledException or TimeoutException => StoreFailureKind.TimedOut,
        SocketException { SocketErrorCode: SocketError.TimedOut } => StoreFailureKind.TimedOut,
        HttpRequestException { StatusCode: { } status } => KindOf(status),
        UnauthorizedAccessException => StoreFailureKind.RefusedCredentials,
        DllNotFoundException or EntryPointNotFoundException or BadImageFormatException or MissingMemberException or
            TypeLoadException or FileLoadException => StoreFailureKind.Incompatible,
        FileNotFoundException missing when IsAssembly(missing) => StoreFailureKind.Incompatible,
        HttpRequestException or SocketException or IOException => StoreFailureKind.Unavailable,
        _ => StoreFailureKind.Protocol,
    };

    private static StoreFailureKind KindOf(HttpStatusCode status) => status switch
    {
        HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => StoreFailureKind.RefusedCredentials,
        HttpStatusCode.TooManyRequests => StoreFailureKind.Throttled,
        HttpStatusCode.RequestTimeout or HttpStatusCode.GatewayTimeout => StoreFailureKind.TimedOut,
        HttpStatusCode.NotFound => StoreFailureKind.NotFound,
        HttpStatusCode.RequestEntityTooLarge => StoreFailureKind.LimitExceeded,
        >= HttpStatusCode.InternalServerError => StoreFailureKind.Unavailable,
        _ => StoreFailureKind.Protocol,
    };

    // A missing assembly is named by its identity or simple name, a missing file by its path.
    private static bool IsAssembly(FileNotFoundException missing) =>
        missing.FileName is { } name && (name.Contains(", Version=", StringComparison.Ordinal) || !Path.IsPathRooted(name));

    // The message of an argument exception repeats the parameter's name, which the new one adds again.
    private static string Plain(ArgumentException argument) => argument.ParamName is { } name
        ? argument.Message.Replace($" (Parameter '{name}')", "", StringComparison.Ordinal)
        : argument.Message;
}
