using System.CommandLine;
using VectorHost.Indexing.Searching;
using VectorHost.Output;
using VectorHost.Session;

namespace VectorHost.Commands;

/// <summary><c>vectorhost search QUERY</c>: the places in the code that answer a question best.</summary>
internal static class SearchCommand
{
    private const int MaxTop = 1000;

    public static Command Create(Terminal terminal)
    {
        Argument<string> query = new("QUERY") { Description = "What to look for: a question, a name, an error message." };
        Option<string> repository = RepositoryArgument.CreateOption();
        Option<int> top = new("-k", "--top") { Description = "How many hits.", HelpName = "N", DefaultValueFactory = _ => 10 };
        top.Validators.Add(result =>
        {
            if (result.Tokens.Count > 0 && (!int.TryParse(result.Tokens[0].Value, out int value) || value is < 1 or > MaxTop))
            {
                result.AddError($"-k takes a number from 1 to {MaxTop}, not '{result.Tokens[0].Value}'.");
            }
        });
        Option<string?> path = new("--path") { Description = "Only files whose path matches, such as src/ or '**/*.cs'.", HelpName = "GLOB" };
        Option<string?> language = new("--language") { Description = "Only files of a language, such as csharp.", HelpName = "L" };
        Option<bool> all = new("--all-repos") { Description = "Search every repository in the store." };
        Option<bool> noIndex = new("--no-index") { Description = "Search what is there, without bringing it up to date." };
        Option<bool> explain = new("--explain") { Description = "Show with each hit what ranked it there." };
        Option<bool> json = JsonOption.Create();
        Command command = new("search", "Find the best places in the code for a question.")
        {
            query, repository, top, path, language, all, noIndex, explain, json,
        };
        command.SetAction(async (line, cancellationToken) =>
        {
            await using HostSession session = HostSession.Open(terminal, line, line.GetRequiredValue(repository));
            SearchRequest request = new()
            {
                Query = line.GetRequiredValue(query),
                Top = line.GetValue(top),
                Files = new FileFilter(line.GetValue(path), line.GetValue(language)),
            };
            if (string.IsNullOrWhiteSpace(request.Query))
            {
                throw new UsageException("The query is empty: say what to look for, such as vectorhost search \"where are plugins loaded\".");
            }

            SearchSession search = new(session, line.GetValue(all), bringUpToDate: !line.GetValue(noIndex));
            IReadOnlyList<RankedHit> hits = await search.SearchAsync(request, cancellationToken);
            if (hits.Count == 0)
            {
                terminal.Note(request.Files.IsEverything
                    ? "Nothing was found."
                    : "Nothing was found among the files that pass --path and --language.");
            }

            if (line.GetValue(json))
            {
                JsonDocuments.Write(terminal, JsonDocuments.Of(session, request, hits, line.GetValue(all)));
            }
            else
            {
                HitReport report = new(terminal.Results, request.Query)
                {
                    ShowsRepository = line.GetValue(all),
                    Explains = line.GetValue(explain),
                };
                report.Write(hits);
            }

            return ExitCode.Done;
        });
        return command;
    }
}
