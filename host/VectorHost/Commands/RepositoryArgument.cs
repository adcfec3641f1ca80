using System.CommandLine;
using System.CommandLine.Parsing;

namespace VectorHost.Commands;

/// <summary>The repository that a command works on.</summary>
internal static class RepositoryArgument
{
    /// <summary>What the help calls it.</summary>
    public const string Name = "REPO";

    /// <summary>The option that names it where the argument is another.</summary>
    public const string OptionName = "--repo";

    private const string Current = ".";

    public static Argument<string> Create()
    {
        Argument<string> argument = new(Name)
        {
            Description = "The repository's folder; by default the current one.",
            DefaultValueFactory = _ => Current,
            Arity = ArgumentArity.ZeroOrOne,
        };
        argument.Validators.Add(Check);
        return argument;
    }

    /// <summary>The same for a command whose argument is another.</summary>
    public static Option<string> CreateOption()
    {
        Option<string> option = new(OptionName)
        {
            Description = "The repository's folder; by default the current one.",
            HelpName = Name,
            DefaultValueFactory = _ => Current,
        };
        option.Validators.Add(Check);
        return option;
    }

    /// <summary>An option that is not known arrives as if it were the name of a folder.</summary>
    private static void Check(SymbolResult result)
    {
        if (result.Tokens is not [{ Value: string name }, ..])
        {
            return;
        }

        if (string.IsNullOrWhiteSpace(name))
        {
            result.AddError("REPO is empty: give the root folder of the repository, or leave it out for the current one.");
        }
        else if (name[0] == '-' && !Directory.Exists(name))
        {
            result.AddError(UnknownOption.Describe(name, result));
        }
    }
}
