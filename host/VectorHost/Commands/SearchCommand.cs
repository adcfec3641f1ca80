using System.CommandLine;
using System.CommandLine.Parsing;
using VectorHost.Indexing.Searching;
using VectorHost.Output;
using VectorHost.Session;

namespace VectorHost.Commands;

/// <summary><c>vectorhost search QUERY</c>: the places in the code that answer a question best, or are like another place.</summary>
internal sealed class SearchCommand
{
    private const int MaxTop = 1000;

    private readonly Terminal _terminal;
    private readonly Argument<string?> _query = new("QUERY")
    {
        Description = "What to look for: a question, a name, an error message.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Option<string?> _like = new("--like")
    {
        Description = "Look for code like that at a line, instead of a query.",
        HelpName = "PATH:LINE",
    };

    private readonly Option<string> _repository = RepositoryArgument.CreateOption();
    private readonly Option<int> _top = new("-k", "--top") { Description = "How many hits.", HelpName = "N", DefaultValueFactory = _ => 10 };
    private readonly Option<string?> _path = new("--path") { Description = "Only files whose path matches, such as src/ or '**/*.cs'.", HelpName = "GLOB" };
    private readonly Option<string?> _language = new("--language") { Description = "Only files of a language, such as csharp.", HelpName = "L" };
    private readonly Option<bool> _all = new("--all-repos") { Description = "Search every repository in the store." };
    private readonly Option<bool> _noIndex = new("--no-index") { Description = "Search what is there, without bringing it up to date." };
    private readonly Option<bool> _explain = new("--explain") { Description = "Show with each hit what ranked it there." };
    private readonly Option<bool> _json = JsonOption.Create();

    private SearchCommand(Terminal terminal) => _terminal = terminal;

    public static Command Create(Terminal terminal) => new SearchCommand(terminal).Create();

    private Command Create()
    {
        _top.Validators.Add(CheckTop);
        Command command = new("search", "Find the best places in the code for a question, or code like other code.")
        {
            _query, _like, _repository, _top, _path, _language, _all, _noIndex, _explain, _json,
        };
        command.Validators.Add(CheckQuestion);
        command.SetAction(async (line, cancellationToken) =>
        {
            await using HostSession session = HostSession.Open(_terminal, line, line.GetRequiredValue(_repository));
            SearchSession search = new(session, line.GetValue(_all), bringUpToDate: !line.GetValue(_noIndex));
            if (line.GetValue(_like) is { } like)
            {
                await FindSimilarAsync(session, search, line, like, cancellationToken);
            }
            else
            {
                await SearchAsync(session, search, line, cancellationToken);
            }

            return ExitCode.Done;
        });
        return command;
    }

    private async Task SearchAsync(HostSession session, SearchSession search, ParseResult line, CancellationToken cancellationToken)
    {
        SearchRequest request = new()
        {
            Query = line.GetRequiredValue(_query)!,
            Top = line.GetValue(_top),
            Files = new FileFilter(line.GetValue(_path), line.GetValue(_language)),
        };
        if (string.IsNullOrWhiteSpace(request.Query))
        {
            throw new UsageException("The query is empty: say what to look for, such as vectorhost search \"where are plugins loaded\".");
        }

        IReadOnlyList<RankedHit> hits = await search.SearchAsync(request, cancellationToken);
        if (hits.Count == 0)
        {
            NoteNothing(request.Files);
        }

        if (line.GetValue(_json))
        {
            JsonDocuments.Write(_terminal, JsonDocuments.Of(session, request, hits, line.GetValue(_all)));
        }
        else
        {
            Show(line, request.Query, hits);
        }
    }

    private async Task FindSimilarAsync(
        HostSession session, SearchSession search, ParseResult line, string like, CancellationToken cancellationToken)
    {
        SimilarityRequest request = new()
        {
            Place = PlaceInRepository.Read(like, session.Repository.Root),
            Top = line.GetValue(_top),
            Files = new FileFilter(line.GetValue(_path), line.GetValue(_language)),
        };
        SimilarCode similar = await search.FindSimilarAsync(request, cancellationToken);
        if (similar.Hits.Count == 0)
        {
            NoteNothing(request.Files);
        }

        if (line.GetValue(_json))
        {
            JsonDocuments.Write(_terminal, JsonDocuments.Of(session, request, similar, line.GetValue(_all)));
        }
        else
        {
            _terminal.Note($"Code like {similar.Source.Path}:{similar.Source.StartLine}-{similar.Source.EndLine}:");
            Show(line, similar.Source.Text!, similar.Hits);
        }
    }

    private void Show(ParseResult line, string question, IReadOnlyList<RankedHit> hits) =>
        new HitReport(_terminal.Results, question)
        {
            ShowsRepository = line.GetValue(_all),
            Explains = line.GetValue(_explain),
        }.Write(hits);

    private void NoteNothing(FileFilter files) => _terminal.Note(files.IsEverything
        ? "Nothing was found."
        : "Nothing was found among the files that pass --path and --language.");

    private void CheckQuestion(CommandResult result)
    {
        bool hasQuery = result.GetResult(_query) is { Tokens.Count: > 0 };
        bool hasLike = result.GetResult(_like) is not null;
        if (hasQuery && hasLike)
        {
            result.AddError("Give a QUERY or --like, not both.");
        }
        else if (!hasQuery && !hasLike)
        {
            result.AddError("Say what to look for: a QUERY, or --like PATH:LINE for code like that there.");
        }
    }

    private static void CheckTop(OptionResult result)
    {
        if (result.Tokens.Count > 0 && (!int.TryParse(result.Tokens[0].Value, out int value) || value is < 1 or > MaxTop))
        {
            result.AddError($"-k takes a number from 1 to {MaxTop}, not '{result.Tokens[0].Value}'.");
        }
    }
}
