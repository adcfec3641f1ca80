using System.CommandLine;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using VectorHost.Commands;
using VectorHost.Commands.Moving;
using VectorHost.Commands.Models;
using VectorHost.Commands.Plugins;
using VectorHost.Output;

namespace VectorHost;

/// <summary>The program: parses the command line, runs one command, and turns what it threw into an exit code.</summary>
internal static class Program
{
    /// <summary>What people write who expect a command, as of git: <c>vectorhost help index</c>.</summary>
    private const string HelpCommand = "help";

    [SuppressMessage("Design", "CA1031", Justification = "The last resort: whatever was thrown becomes a sentence and an exit code.")]
    private static async Task<int> Main(string[] arguments)
    {
        Terminal terminal = new();
        if (arguments.Length == 0)
        {
            await CreateRoot(terminal, arguments).Parse("--help").InvokeAsync();
            return ExitCode.WrongUsage;
        }

        arguments = arguments is [HelpCommand, .. string[] command] ? [.. command, "--help"] : arguments;
        ParseResult line = TryParseAlone(terminal, arguments) ?? CreateRoot(terminal, arguments).Parse(arguments);
        if (line.Errors.Count > 0)
        {
            terminal.Complain(CommandLineErrors.Describe(line));
            return ExitCode.WrongUsage;
        }

        using CancellationTokenSource cancellation = new();
        using PosixSignalRegistration interrupt = CancelOn(PosixSignal.SIGINT, cancellation);
        using PosixSignalRegistration terminate = CancelOn(PosixSignal.SIGTERM, cancellation);
        InvocationConfiguration invocation = new() { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null };
        try
        {
            return await line.InvokeAsync(invocation, cancellation.Token);
        }
        catch (Exception exception)
        {
            return ErrorReport.Write(terminal, exception, CommonOptions.IsVerbose(line));
        }
    }

    /// <summary>
    /// Parses what people run all day without the other commands, the help and the completion of words: making all of that
    /// takes as long as the runtime needs to start.
    /// </summary>
    /// <returns><see langword="null"/> where something is asked for, or wrong, that takes the whole to tell.</returns>
    private static ParseResult? TryParseAlone(Terminal terminal, string[] arguments)
    {
        Command? frequent = arguments[0] switch
        {
            SearchCommand.Name => SearchCommand.Create(terminal),
            "index" => IndexCommand.Create(terminal),
            "status" => StatusCommand.Create(terminal),
            _ => null,
        };
        if (frequent is null || Array.Exists(arguments, argument => argument is "--help" or "-h" or "-?" or "/h" or "/?" or "--version"))
        {
            return null;
        }

        Command root = new("vectorhost") { frequent };
        CommonOptions.AddTo(root);
        ParseResult line = root.Parse(arguments);
        return line.Errors.Count == 0 ? line : null;
    }

    private static RootCommand CreateRoot(Terminal terminal, string[] arguments)
    {
        RootCommand root = new("Indexes a code repository into a vector store of your choice and searches it.");
        foreach (Command command in CreateCommands(terminal, arguments))
        {
            root.Add(command);
        }

        CommonOptions.AddTo(root);
        return root;
    }

    private static Command[] CreateCommands(Terminal terminal, string[] arguments) => arguments.FirstOrDefault() switch
    {
        "--version" => [],
        _ =>
        [
            IndexCommand.Create(terminal),
            SearchCommand.Create(terminal),
            EvaluateCommand.Create(terminal),
            StatusCommand.Create(terminal),
            ClearCommand.Create(terminal),
            VerifyIndexCommand.Create(terminal),
            CopyCommand.Create(terminal),
            ExportCommand.Create(terminal),
            ImportCommand.Create(terminal),
            BackendsCommand.Create(terminal),
            PluginsCommand.Create(terminal),
            ModelsCommand.Create(terminal),
            ConfigCommand.Create(terminal),
        ],
    };

    /// <summary>The first signal asks the command to stop cleanly; a second one ends the process as usual.</summary>
    private static PosixSignalRegistration CancelOn(PosixSignal signal, CancellationTokenSource cancellation) =>
        PosixSignalRegistration.Create(signal, context =>
        {
            if (!cancellation.IsCancellationRequested)
            {
                context.Cancel = true;
                cancellation.Cancel();
            }
        });
}
