using System.CommandLine;
using System.CommandLine.Parsing;

namespace VectorHost.Commands;

/// <summary>A file that the user names: an empty name, as of a variable that is not set, is said before anything is opened.</summary>
internal static class FileArgument
{
    public static Argument<string> Create(string name, string description)
    {
        Argument<string> argument = new(name) { Description = description };
        argument.Validators.Add(result => Check(result, name));
        return argument;
    }

    /// <summary>The same for an option.</summary>
    public static Option<string?> CreateOption(string name, string description)
    {
        Option<string?> option = new(name) { Description = description, HelpName = "FILE" };
        option.Validators.Add(result => Check(result, name));
        return option;
    }

    private static void Check(SymbolResult result, string name)
    {
        if (result.Tokens is [{ Value: string value }, ..] && string.IsNullOrWhiteSpace(value))
        {
            result.AddError($"{name} is empty: name a file.");
        }
    }
}
