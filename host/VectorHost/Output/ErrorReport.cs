using Spectre.Console;
using VectorHost.Abstractions;
using VectorHost.Configuration;
using VectorHost.Hosting;
using VectorHost.Hosting.Catalog;
using VectorHost.Hosting.Installing;
using VectorHost.Indexing.Embedding;
using VectorHost.Indexing.Embedding.Models;
using VectorHost.Indexing.Evaluation;
using VectorHost.Indexing.Moving;
using VectorHost.Indexing.Pipeline;
using VectorHost.Indexing.Repositories;
using VectorHost.Indexing.Searching;
using VectorHost.Verification;

namespace VectorHost.Output;

/// <summary>Turns what went wrong into a sentence and an exit code, in one place.</summary>
internal static class ErrorReport
{
    /// <summary>Says what went wrong.</summary>
    /// <param name="terminal">Where to.</param>
    /// <param name="exception">What was thrown.</param>
    /// <param name="verbose">Whether the whole exception is wanted.</param>
    /// <returns>The exit code.</returns>
    public static int Write(Terminal terminal, Exception exception, bool verbose)
    {
        int code = CodeOf(exception);
        if (code == ExitCode.Cancelled)
        {
            terminal.Note("Stopped. What was saved stays saved; the next run goes on from there.");
            return code;
        }

        bool expected = code != ExitCode.Failed || IsExpected(exception);
        terminal.Complain(expected ? exception.Message : $"{exception.Message} ({exception.GetType().Name}; --verbose shows the details)");
        if (verbose)
        {
            terminal.Messages.WriteLine(Terminal.Printable(exception.ToString()));
        }

        return code;
    }

    private static int CodeOf(Exception exception) => exception switch
    {
        OperationCanceledException => ExitCode.Cancelled,
        UsageException or EvaluationException or ConfigurationException or RepositoryException or IndexMismatchException => ExitCode.WrongUsage,
        EmbeddingException { Kind: EmbeddingFailureKind.InvalidConfiguration } => ExitCode.WrongUsage,
        PlaceNotFoundException or MoveException => ExitCode.WrongUsage,
        VectorStoreException failure => CodeOf(failure.Kind),
        VerificationException => ExitCode.WrongUsage,
        PluginHostException => ExitCode.WrongUsage,
        PluginInstallException { Failure: InstallFailure.NotFound or InstallFailure.AlreadyInstalled } => ExitCode.WrongUsage,
        RequiredBackendsException => ExitCode.BackendUnavailable,
        BackendResolutionException { Reason: BackendFailureReason.Unknown or BackendFailureReason.Ambiguous or BackendFailureReason.Mispinned } => ExitCode.WrongUsage,
        BackendResolutionException => ExitCode.BackendUnavailable,
        _ => ExitCode.Failed,
    };

    private static int CodeOf(StoreFailureKind kind) => kind switch
    {
        StoreFailureKind.InvalidConfiguration => ExitCode.WrongUsage,
        StoreFailureKind.Unavailable
            or StoreFailureKind.TimedOut
            or StoreFailureKind.Throttled
            or StoreFailureKind.RefusedCredentials
            or StoreFailureKind.Incompatible => ExitCode.BackendUnavailable,
        _ => ExitCode.Failed,
    };

    /// <summary>Failures whose message was written for the user, or is the system's own plain word for it.</summary>
    private static bool IsExpected(Exception exception) =>
        exception is VectorStoreException or EmbeddingException or ModelHubException or PluginInstallException or RepositoryBusyException or IOException or UnauthorizedAccessException;
}
