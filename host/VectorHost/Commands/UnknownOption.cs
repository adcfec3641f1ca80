using System.CommandLine;
using System.CommandLine.Parsing;
using VectorHost.Hosting.Catalog;

namespace VectorHost.Commands;

/// <summary>Says of an option that there is none of that name, and which was probably meant.</summary>
internal static class UnknownOption
{
    /// <summary>Describes it, without a value that is written behind it, which may be a secret.</summary>
    /// <param name="option">The option as it was written.</param>
    /// <param name="place">Where it stands in the command line.</param>
    public static string Describe(string option, SymbolResult place)
    {
        string name = option.Split('=', ':')[0];
        string? nearest = NearestName.Find(name, Names(place));
        return $"There is no option '{name}'.{(nearest is null ? "" : $" Did you mean '{nearest}'?")}";
    }

    private static IEnumerable<string> Names(SymbolResult place)
    {
        for (SymbolResult? result = place; result is not null; result = result.Parent)
        {
            foreach (Option option in result is CommandResult command ? command.Command.Options : [])
            {
                yield return option.Name;
            }
        }
    }
}
