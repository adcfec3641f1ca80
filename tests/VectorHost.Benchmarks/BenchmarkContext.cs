using VectorHost.Benchmarks.Measuring;
using VectorHost.Benchmarks.Reporting;
using VectorHost.Indexing.Repositories;

namespace VectorHost.Benchmarks;

/// <summary>What every benchmark is given.</summary>
internal sealed record BenchmarkContext
{
    private const string Solution = "VectorHost.sln";

    /// <summary>What takes microseconds is compiled in two steps, each after some calls, before it is as fast as it gets.</summary>
    private const int QuestionWarmUps = 4;

    /// <summary>The repository that is indexed and searched.</summary>
    public required RepositoryIdentity Repository { get; init; }

    /// <summary>The folder of work trees, or the one work tree, that much code is taken from.</summary>
    public required string Corpus { get; init; }

    /// <summary>Parts of the names of those that are compared with; empty for all.</summary>
    public IReadOnlyList<string> Only { get; init; } = [];

    /// <summary>Whether this only shows that everything works.</summary>
    public required bool IsQuick { get; init; }

    /// <summary>Runs what is compared.</summary>
    public required Rounds Rounds { get; init; }

    /// <summary>The same for questions that take a moment each: with more warm-ups, which cost little there.</summary>
    public Rounds QuestionRounds => IsQuick ? Rounds : Rounds with { WarmUps = QuestionWarmUps };

    /// <summary>Takes the results.</summary>
    public required Report Report { get; init; }

    /// <summary>Takes a line on what is being done.</summary>
    public required Action<string> Progress { get; init; }

    /// <summary>What is run as a process.</summary>
    public required Executables Executables { get; init; }

    /// <summary>Makes a context.</summary>
    /// <param name="repository">The repository's folder; <see langword="null"/> for the one that this was built in.</param>
    /// <param name="corpus">The folder of work trees; <see langword="null"/> for the repository alone.</param>
    /// <param name="isQuick">Whether this only shows that everything works.</param>
    /// <param name="rounds">How many rounds, unless it is quick.</param>
    /// <param name="results">Takes the results.</param>
    /// <param name="messages">Takes progress.</param>
    /// <exception cref="BenchmarkException">What is run as a process has not been built.</exception>
    /// <exception cref="RepositoryException">There is no such folder.</exception>
    public static BenchmarkContext Create(
        string? repository, string? corpus, bool isQuick, int rounds, TextWriter results, TextWriter messages)
    {
        void Progress(string text) => messages.WriteLine(text);
        var identity = RepositoryIdentity.FromFolder(repository ?? FindOwnRepository());
        return new BenchmarkContext
        {
            Repository = identity,
            Corpus = corpus is null ? identity.Root : Path.GetFullPath(corpus),
            IsQuick = isQuick,
            Rounds = isQuick ? new Rounds(Count: 1, WarmUps: 0, Progress) : new Rounds(rounds, WarmUps: 1, Progress),
            Report = new Report(results),
            Progress = Progress,
            Executables = Executables.Locate(),
        };
    }

    /// <summary>Whether somebody is compared with.</summary>
    /// <param name="name">The name.</param>
    public bool Includes(string name) => Only.Count == 0 || Only.Any(part => name.Contains(part, StringComparison.OrdinalIgnoreCase));

    /// <summary>The repository that this was built in.</summary>
    public static string FindOwnRepository()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, Solution)))
            {
                return folder.FullName;
            }
        }

        throw new BenchmarkException($"There is no {Solution} above {AppContext.BaseDirectory}: name a repository with --repo PATH.");
    }
}
