using System.CommandLine;
using System.CommandLine.Parsing;
using VectorHost.Indexing.Searching;
using VectorHost.Output;
using VectorHost.Session;

namespace VectorHost.Commands;

/// <summary><c>vectorhost search QUERY</c>: the places in the code that answer a question best, or are like another place.</summary>
internal sealed class SearchCommand
{
    public const string Name = "search";

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
    private readonly Option<string?> _language = LanguageOption.Create();
    private readonly Option<bool> _all = new("--all-repos") { Description = "Search every repository in the store." };
    private readonly Option<bool> _noIndex = new("--no-index") { Description = "Search what is there, without bringing it up to date." };
    private readonly Option<bool> _explain = new("--explain") { Description = "Show with each hit what ranked it there." };
    private readonly Option<bool> _json = JsonOption.Create();

    private SearchCommand(Terminal terminal) => _terminal = terminal;

    public static Command Create(Terminal terminal) => new SearchCommand(terminal).Create();

    private Command Create()
    {
        _top.Validators.Add(CheckTop);
        Command command = new(Name, "Find the best places in the code for a question, or code like other code.")
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
            Files = FilterOf(line, session.Repository.Root),
        };
        if (string.IsNullOrWhiteSpace(request.Query))
        {
            throw new UsageException("The query is empty: say what to look for, such as vectorhost search \"where are plugins loaded\".");
        }

        SearchAnswer answer = await search.SearchAsync(request, cancellationToken);
        NoteIfNothing(line, answer.Hits);
        if (answer is { IsBySimilarityAlone: true, Hits.Count: > 0 })
        {
            // Something is always nearest, and looks like an answer.
            _terminal.Note("No word of the question occurs in what is indexed: these hits are the nearest by similarity alone.");
        }

        if (line.GetValue(_json))
        {
            JsonDocuments.Write(_terminal, JsonDocuments.Of(session, request, answer, DetailsOf(line)));
        }
        else
        {
            Show(line, request.Query, answer.Hits);
        }
    }

    private async Task FindSimilarAsync(
        HostSession session, SearchSession search, ParseResult line, string like, CancellationToken cancellationToken)
    {
        SimilarityRequest request = new()
        {
            Place = PlaceInRepository.Read(like, session.Repository.Root),
            Top = line.GetValue(_top),
            Files = FilterOf(line, session.Repository.Root),
        };
        SimilarCode similar = await search.FindSimilarAsync(request, cancellationToken);
        NoteIfNothing(line, similar.Hits);

        if (line.GetValue(_json))
        {
            JsonDocuments.Write(_terminal, JsonDocuments.Of(session, request, similar, DetailsOf(line)));
        }
        else
        {
            _terminal.Note($"Code like {similar.Source.Path}:{similar.Source.StartLine}-{similar.Source.EndLine}:");
            Show(line, similar.Source.Text!, similar.Hits);
        }
    }

    private void Show(ParseResult line, string question, IReadOnlyList<RankedHit> hits) =>
        new HitReport(_terminal, question, DetailsOf(line)).Write(hits);

    private HitDetails DetailsOf(ParseResult line) => new(line.GetValue(_all), line.GetValue(_explain));

    private FileFilter FilterOf(ParseResult line, string root) => new(
        line.GetValue(_path) is { } path ? PlaceInRepository.ReadPattern(path, root) : null, LanguageOption.Read(line, _language));

    private void NoteIfNothing(ParseResult line, IReadOnlyList<RankedHit> hits)
    {
        if (hits.Count > 0)
        {
            return;
        }

        // Something is always nearest: nothing at all means that no file passed.
        string?[] conditions =
        [
            line.GetValue(_path) is { } path ? $"--path '{path}'" : null,
            line.GetValue(_language) is { } language ? $"--language {language}" : null,
        ];
        string given = string.Join(" and ", conditions.OfType<string>());
        _terminal.Note(given.Length == 0
            ? "Nothing was found."
            : $"Nothing was found: no indexed file passes {given}. A path is relative to the repository; * and ? stand for parts of a name, ** for folders.");
    }

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
            result.AddError($"{result.IdentifierToken?.Value ?? result.Option.Name} takes a number from 1 to {MaxTop}, not '{result.Tokens[0].Value}'.");
        }
    }
}
