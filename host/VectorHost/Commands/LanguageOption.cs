using System.CommandLine;
using System.CommandLine.Parsing;
using VectorHost.Hosting.Catalog;
using VectorHost.Indexing.Repositories;

namespace VectorHost.Commands;

/// <summary>The language that a search is limited to.</summary>
internal static class LanguageOption
{
    public static Option<string?> Create()
    {
        Option<string?> option = new("--language") { Description = "Only files of a language, such as csharp, or cs as in its files.", HelpName = "L" };
        option.Validators.Add(Check);
        return option;
    }

    /// <summary>The language as hits show it, where one was given.</summary>
    public static string? Read(ParseResult line, Option<string?> option) =>
        line.GetValue(option) is { } name ? LanguageDetector.Find(name) : null;

    private static void Check(OptionResult result)
    {
        if (result.Tokens is not [{ Value: string name }] || LanguageDetector.Find(name) is not null)
        {
            return;
        }

        string? nearest = NearestName.Find(name, LanguageDetector.Languages);
        result.AddError(nearest is null
            ? $"There is no language '{name}'. There are: {string.Join(", ", LanguageDetector.Languages)}."
            : $"There is no language '{name}': did you mean {nearest}?");
    }
}
