using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using VectorHost.Indexing.Chunking;
using VectorHost.Indexing.Evaluation;
using VectorHost.Indexing.Ranking;
using VectorHost.Output;
using VectorHost.Session;

namespace VectorHost.Commands;

/// <summary><c>vectorhost evaluate [REPO]</c>: how well searches of a repository answer, with what it is indexed with side by side.</summary>
internal static class EvaluateCommand
{
    private const int UsualSample = 300;

    private static readonly Option<string?> Queries = FileArgument.CreateOption(
        "--queries", "Labelled queries, as the README describes them; by default the repository's own documentation comments are asked for.");

    private static readonly Option<string?> Providers = new("--provider") { Description = "Embedding providers to compare, such as lexical,openai; by default the configured one.", HelpName = "A,B" };

    private static readonly Option<string?> ChunkLengths = new("--chunk-characters") { Description = "Sizes of a chunk to compare.", HelpName = "N,M" };

    private static readonly Option<string?> Variants = new("--variant")
    {
        Description = $"Stages of the search to compare: {string.Join(", ", SearchVariant.Stages.Select(stage => stage.Name))}, or 'all'; by default ranked.",
        HelpName = "A,B",
    };

    private static readonly Option<string?> Without = new("--without")
    {
        Description = $"Ranking signals to leave out, one at a time: {string.Join(", ", Ranker.Default.SignalNames)}, or 'each'.",
        HelpName = "SIGNAL",
    };

    private static readonly Option<int?> Sample = new("--sample") { Description = $"Ask at most so many questions; by default {UsualSample}, or all of --queries.", HelpName = "N" };

    private static readonly Option<int> Seed = new("--seed") { Description = "Draws another sample.", HelpName = "N", DefaultValueFactory = _ => 1 };

    private static readonly Option<int> Misses = new("--misses") { Description = "Show so many of the questions that were answered worst.", HelpName = "N" };

    public static Command Create(Terminal terminal)
    {
        Argument<string> repository = RepositoryArgument.Create();
        Option<bool> json = JsonOption.Create();
        Command command = new("evaluate", "Measure how well searches of a repository answer. Its index is left alone.")
        {
            repository, Queries, Providers, ChunkLengths, Variants, Without, Sample, Seed, Misses, json,
        };
        Sample.Validators.Add(CheckPositive);
        Misses.Validators.Add(CheckPositive);
        command.SetAction(async (line, cancellationToken) =>
        {
            await using HostSession session = HostSession.Open(terminal, line, line.GetRequiredValue(repository));
            IReadOnlyList<EvaluationSetup> setups = ReadSetups(session, line);
            IReadOnlyList<SearchVariant> variants = ReadVariants(line);
            bool asJson = line.GetValue(json);
            List<EvaluationResult> results = [];
            try
            {
                await EvaluateAsync(session, line, setups, variants, results, cancellationToken);
            }
            catch when (results.Count > 0 && !asJson)
            {
                // What took minutes to find out is not lost because another server is down.
                EvaluationReport.Write(terminal, results, line.GetValue(Misses));
                throw;
            }

            if (asJson)
            {
                JsonDocuments.Write(terminal, JsonDocuments.Of(session, results));
            }
            else
            {
                EvaluationReport.Write(terminal, results, line.GetValue(Misses));
            }

            return ExitCode.Done;
        });
        return command;
    }

    private static async Task EvaluateAsync(
        HostSession session,
        ParseResult line,
        IReadOnlyList<EvaluationSetup> setups,
        IReadOnlyList<SearchVariant> variants,
        List<EvaluationResult> results,
        CancellationToken cancellationToken)
    {
        int? sample = line.GetValue(Sample);
        string root = session.Repository.Root;
        using MinedRepository? mined = line.GetValue(Queries) is null
            ? await MinedRepository.CreateAsync(root, session.Settings.Walk, cancellationToken)
            : null;
        IReadOnlyList<LabelledQuery> queries = mined?.Queries
            ?? await QueryFile.ReadAsync(line.GetValue(Queries)!, root, cancellationToken);
        IReadOnlyList<LabelledQuery> asked = QuerySample.Draw(
            queries, sample ?? (mined is null ? queries.Count : UsualSample), line.GetValue(Seed));
        session.Terminal.Note(string.Create(
            CultureInfo.InvariantCulture,
            $"Asking {asked.Count:N0} of {queries.Count:N0} {(mined is null ? "labelled questions" : "documentation comments, all of which are hidden from the index")}."));

        EvaluationPlan plan = new()
        {
            Root = mined?.Root ?? root,
            Queries = asked,
            Setups = setups,
            Variants = variants,
            Walk = session.Settings.Walk,
        };
        Evaluator evaluator = new(new EvaluationEnvironment(session), TimeProvider.System, session.Loggers);
        await foreach (EvaluationResult result in evaluator.EvaluateAsync(plan, new EvaluationProgress(session.Terminal), cancellationToken))
        {
            results.Add(result);
        }
    }

    /// <summary>Every name is checked before any work: a slip in the second is not found out after minutes with the first.</summary>
    private static List<EvaluationSetup> ReadSetups(HostSession session, ParseResult line)
    {
        List<string> backends = Split(session.Settings.Backend);
        List<string> providers = line.GetValue(Providers) is { } given ? Split(given) : [session.EmbeddingProvider];
        backends.ForEach(session.CheckBackend);
        providers.ForEach(session.CheckEmbedder);
        List<int> lengths = line.GetValue(ChunkLengths) is { } sizes ? Split(sizes).ConvertAll(ReadLength) : [Chunker.TargetLength];
        return [.. from backend in backends from provider in providers from length in lengths select new EvaluationSetup(backend, provider, length)];
    }

    private static int ReadLength(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int length) && length is >= Chunker.MinTargetLength and <= Chunker.MaxTargetLength
            ? length
            : throw new UsageException($"--chunk-characters takes numbers from {Chunker.MinTargetLength} to {Chunker.MaxTargetLength}, not '{text}'.");

    private static List<SearchVariant> ReadVariants(ParseResult line)
    {
        List<SearchVariant> variants = Split(line.GetValue(Variants) ?? SearchVariant.Ranked.Name) is ["all"]
            ? [.. SearchVariant.Stages]
            : Split(line.GetValue(Variants) ?? SearchVariant.Ranked.Name).ConvertAll(ReadStage);
        List<string> left = Split(line.GetValue(Without) ?? "");
        return [.. variants, .. (left is ["each"] ? Ranker.Default.SignalNames : left).Select(ReadWithout)];
    }

    private static SearchVariant ReadStage(string name) =>
        SearchVariant.Stages.FirstOrDefault(stage => stage.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
        ?? throw new UsageException($"--variant takes {string.Join(", ", SearchVariant.Stages.Select(stage => stage.Name))} or all, not '{name}'.");

    private static SearchVariant ReadWithout(string name) =>
        Ranker.Default.SignalNames.FirstOrDefault(signal => signal.Equals(name, StringComparison.OrdinalIgnoreCase)) is { } signal
            ? SearchVariant.Without(signal)
            : throw new UsageException($"--without takes {string.Join(", ", Ranker.Default.SignalNames)} or each, not '{name}'.");

    private static List<string> Split(string text) =>
        [.. text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Distinct(StringComparer.OrdinalIgnoreCase)];

    private static void CheckPositive(OptionResult result)
    {
        if (result.Tokens.Count > 0 && (!int.TryParse(result.Tokens[0].Value, NumberStyles.None, CultureInfo.InvariantCulture, out int value) || value < 1))
        {
            result.AddError($"{result.Option.Name} takes a number above 0, not '{result.Tokens[0].Value}'.");
        }
    }
}
