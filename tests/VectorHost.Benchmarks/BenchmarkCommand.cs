using System.CommandLine;
using VectorHost.Benchmarks.Comparisons;
using VectorHost.Benchmarks.Growth;
using VectorHost.Benchmarks.Peers;
using VectorHost.Benchmarks.Quality;
using VectorHost.Benchmarks.Reporting;
using VectorHost.Benchmarks.Throughput;
using VectorHost.Indexing.Repositories;

namespace VectorHost.Benchmarks;

/// <summary>The command line.</summary>
internal static class BenchmarkCommand
{
    private const int WrongUsage = 2;
    private const int DefaultRounds = 7;

    private static readonly IReadOnlyList<IBenchmark> Benchmarks =
    [
        new IndexingBenchmark(), new SearchProcessBenchmark(), new TopKBenchmark(), new TermsBenchmark(), new StagesBenchmark(),
        new DiscoveryBenchmark(), new EmbeddingBenchmark(), new PeersBenchmark(), new ThroughputBenchmark(), new GrowthBenchmark(),
        new AnswersBenchmark(), new QualityBenchmark(),
    ];

    private static IEnumerable<string> Names => Benchmarks.Select(benchmark => benchmark.Name);

    /// <summary>Makes the command.</summary>
    public static RootCommand Create()
    {
        Argument<string[]> names = new("NAMES")
        {
            Description = $"Which benchmarks: {string.Join(", ", Names)}. By default all but {string.Join(", ", Benchmarks.Where(benchmark => benchmark.IsOnRequest).Select(benchmark => benchmark.Name))}.",
            Arity = ArgumentArity.ZeroOrMore,
        };
        names.Validators.Add(result =>
        {
            if (result.Tokens.FirstOrDefault(token => !Names.Contains(token.Value)) is { } unknown)
            {
                result.AddError($"There is no benchmark '{unknown.Value}'. There are: {string.Join(", ", Names)}.");
            }
        });
        Option<string?> repository = new("--repo") { Description = "The repository to index and search; by default this one.", HelpName = "PATH" };
        Option<string?> corpus = new("--corpus")
        {
            Description = "A folder of work trees for what needs much code: peers, throughput. By default the repository alone, which is enough with --quick.",
            HelpName = "PATH",
        };
        Option<string[]> only = new("--only")
        {
            Description = "Parts of the names of stores and backends that peers and throughput compare with; by default all.",
            HelpName = "TEXT",
            AllowMultipleArgumentsPerToken = true,
        };
        Option<bool> quick = new("--quick") { Description = "Little data and one round: to see that everything works. Its numbers mean nothing." };
        Option<int> rounds = new("--rounds") { Description = "How many rounds.", HelpName = "N", DefaultValueFactory = _ => DefaultRounds };
        rounds.Validators.Add(result =>
        {
            if (result.Tokens.Count > 0 && (!int.TryParse(result.Tokens[0].Value, out int value) || value < 1))
            {
                result.AddError($"--rounds takes a number from 1, not '{result.Tokens[0].Value}'.");
            }
        });
        RootCommand root = new("Compares ways of doing the same work in one run: medians, spreads and ratios as Markdown tables.")
        {
            names, repository, corpus, only, quick, rounds,
        };
        root.SetAction(async (line, cancellationToken) =>
        {
            try
            {
                BenchmarkContext context = BenchmarkContext.Create(
                    line.GetValue(repository), line.GetValue(corpus), line.GetValue(quick), line.GetValue(rounds), Console.Out, Console.Error);
                await RunAsync(context with { Only = line.GetValue(only) ?? [] }, line.GetValue(names)!, cancellationToken);
                return 0;
            }
            catch (Exception exception) when (exception is BenchmarkException or RepositoryException)
            {
                await Console.Error.WriteLineAsync(exception.Message);
                return WrongUsage;
            }
        });
        return root;
    }

    private static async Task RunAsync(BenchmarkContext context, string[] names, CancellationToken cancellationToken)
    {
        context.Report.Paragraph(MachineFacts.Describe());
        foreach (IBenchmark benchmark in Benchmarks.Where(benchmark => names.Length == 0 ? !benchmark.IsOnRequest : names.Contains(benchmark.Name)))
        {
            context.Report.Heading(benchmark.Name);
            await benchmark.RunAsync(context, cancellationToken);
        }

        context.Report.Paragraph($"At the end: {MachineFacts.Load()}.");
    }
}
