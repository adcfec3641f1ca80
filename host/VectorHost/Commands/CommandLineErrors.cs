using System.CommandLine;
using System.CommandLine.Parsing;
using VectorHost.Hosting.Catalog;

namespace VectorHost.Commands;

/// <summary>Says what is wrong with a command line that cannot be parsed, and what to write instead.</summary>
internal static class CommandLineErrors
{
    /// <summary>Describes the first error.</summary>
    /// <param name="line">A command line with errors.</param>
    public static string Describe(ParseResult line)
    {
        string help = $"'vectorhost {PathOf(line.CommandResult)}--help' shows what can be written.";
        return $"{Explain(line, line.UnmatchedTokens is [string first, ..] ? first : null) ?? ExplainNumber(line.Errors[0]) ?? line.Errors[0].Message} {help}";
    }

    /// <summary>The library names the type of the framework.</summary>
    private static string? ExplainNumber(ParseError error) =>
        error.SymbolResult is OptionResult { Option: { } option, Tokens: [{ Value: string value }] }
        && error.Message.Contains(typeof(int).FullName!, StringComparison.Ordinal)
            ? $"{option.Name} takes a whole number, and '{value}' is none."
            : null;

    private static string? Explain(ParseResult line, string? unmatched)
    {
        Command command = line.CommandResult.Command;
        if (unmatched is null)
        {
            return null;
        }

        bool isOption = unmatched.StartsWith('-');
        if (command.Action is null && !isOption)
        {
            string what = command is RootCommand ? "command" : $"command of '{command.Name}'";
            string? nearest = NearestName.Find(unmatched, command.Subcommands.Select(known => known.Name));
            return $"There is no {what} '{unmatched}'.{(nearest is null ? "" : $" Did you mean '{nearest}'?")}";
        }

        bool takesRepository = command.Arguments.Any(argument => argument.Name == RepositoryArgument.Name);
        bool hasRepositoryOption = command.Options.Any(option => option.Name == RepositoryArgument.OptionName);
        return takesRepository && line.Tokens.Any(token => token.Value == RepositoryArgument.OptionName)
            ? $"'{command.Name}' takes the repository by itself, without {RepositoryArgument.OptionName}: vectorhost {PathOf(line.CommandResult)}REPO."
            : command.Name == SearchCommand.Name && !isOption
            ? $"A question of several words needs quotes, and '{unmatched}' stands outside of them: vectorhost search \"two words\"."
            : isOption
            ? UnknownOption.Describe(unmatched, line.CommandResult)
            : hasRepositoryOption
            ? $"What '{unmatched}' is for is not clear: the repository of '{command.Name}' is named with {RepositoryArgument.OptionName} REPO."
            : null;
    }

    private static string PathOf(CommandResult command)
    {
        string path = "";
        for (CommandResult? result = command; result is { Command: not RootCommand }; result = result.Parent as CommandResult)
        {
            path = $"{result.Command.Name} {path}";
        }

        return path;
    }
}
