using System.CommandLine;
using System.CommandLine.Parsing;
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
    [SuppressMessage("Design", "CA1031", Justification = "The last resort: whatever was thrown becomes a sentence and an exit code.")]
    private static async Task<int> Main(string[] arguments)
    {
        Terminal terminal = new();
        ParseResult line = CreateRoot(terminal).Parse(arguments);
        if (line.Errors.Count > 0)
        {
            terminal.Complain($"{line.Errors[0].Message} 'vectorhost {CommandName(line)}--help' shows what can be written.");
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

    private static RootCommand CreateRoot(Terminal terminal)
    {
        RootCommand root = new("Indexes a code repository into a vector store of your choice and searches it.")
        {
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
        };
        CommonOptions.AddTo(root);
        return root;
    }

    private static string CommandName(ParseResult line)
    {
        string name = "";
        for (CommandResult? result = line.CommandResult; result is { Command: not RootCommand }; result = result.Parent as CommandResult)
        {
            name = $"{result.Command.Name} {name}";
        }

        return name;
    }

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
