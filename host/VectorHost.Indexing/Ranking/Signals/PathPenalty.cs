using VectorHost.Indexing.Ranking.Paths;
using VectorHost.Indexing.Ranking.Questions;
using VectorHost.Indexing.Snapshots.Terms;

namespace VectorHost.Indexing.Ranking.Signals;

/// <summary>
/// Lowers chunks of files that are seldom the answer: tests, examples, code kept for compatibility, files that only pass
/// on what others define, what sets up tools, and data. A question with a word for such files lowers them less: it may ask for them, but more
/// questions about mocks, types and settings ask for the code behind them. Who asks for a name alone is shown its definition,
/// wherever that is, so that one is lowered less, too.
/// </summary>
/// <param name="wanted">The kind of file that is looked for, which is left alone.</param>
public sealed class PathPenalty(PathKind wanted = PathKind.Code) : ITextSignal
{
    private static readonly Rule[] Rules =
    [
        new(PathKind.Test, "a test", 0.3, "test spec fixture mock"),
        new(PathKind.Documentation, "documentation", 0.3, "doc document documentation readme changelog tutorial manual specification"),
        new(PathKind.Vendored, "a copy or a build of other code", 0.5, "vendor bundle"),
        new(PathKind.Example, "an example", 0.3, "example sample demo tutorial cookbook benchmark"),
        new(PathKind.Compatibility, "kept for compatibility", 0.3, "legacy compat compatibility deprecate obsolete"),
        new(PathKind.Translation, "a translation", 0.5, "locale locales translate translation language internationalization i18n"),
        new(PathKind.ReExport, "only passes names on", 0.5, "init export"),
        new(PathKind.Declaration, "only declarations", 0.7, "declaration type"),
        new(PathKind.Tooling, "sets up a tool", 0.5, "build make makefile cmake gradle msbuild lint bundle package install script release publish deploy ci docker config configuration workflow"),
        new(PathKind.Data, "data", 0.5, "json xml csv yaml data config configuration setting"),
    ];

    /// <inheritdoc/>
    public string Name => "path";

    /// <inheritdoc/>
    public double LimitOf(SearchQuery query, RankingCandidate candidate, double score) =>
        candidate.File.Kind is var kind and not PathKind.ReExport && RuleOf(kind) is { } rule ? score * rule.FactorFor(query, query.IsSymbol) : score;

    /// <inheritdoc/>
    public void Apply(SearchQuery query, IReadOnlyList<RankingCandidate> candidates)
    {
        foreach (RankingCandidate candidate in candidates)
        {
            if (RuleOf(candidate.File.Kind) is { } rule && (rule.Kind != PathKind.ReExport || PassesNamesOn(candidate.Text)))
            {
                candidate.Multiply(Name, rule.FactorFor(query, query.IsSymbol && candidate.DefinesMention), rule.ReasonFor(query));
            }
        }
    }

    private Rule? RuleOf(PathKind kind) => kind == wanted ? null : Array.Find(Rules, rule => rule.Kind == kind);

    /// <summary>Many projects write code into the files that others only pass names on with: at least half of the lines tell.</summary>
    private static bool PassesNamesOn(string text)
    {
        int passing = 0;
        int all = 0;
        foreach (ReadOnlySpan<char> line in text.AsSpan().EnumerateLines())
        {
            ReadOnlySpan<char> code = line.Trim();
            if (!code.IsEmpty && code[0] is not ('/' or '*' or '#'))
            {
                all++;
                passing += code.StartsWith("import ") || code.StartsWith("from ") || code.StartsWith("export *") || code.StartsWith("export {")
                    || code.StartsWith("export type {") || code.StartsWith("package ") || code.StartsWith("__all__") || code.Contains("require(", StringComparison.Ordinal) ? 1 : 0;
            }
        }

        return passing * 2 >= all;
    }

    private sealed class Rule(PathKind kind, string reason, double factor, string words)
    {
        private readonly Lazy<string[]> _words = new(() => [.. QueryTerms.Words(words)]);

        public PathKind Kind => kind;

        public double FactorFor(SearchQuery query, bool isWanted) => isWanted || IsMentionedIn(query) ? Math.Sqrt(factor) : factor;

        public string ReasonFor(SearchQuery query) => IsMentionedIn(query) ? $"{reason}, which the question mentions" : reason;

        private bool IsMentionedIn(SearchQuery query) => Array.Exists(_words.Value, query.Words.Contains);
    }
}
