using System.Collections.Frozen;

namespace VectorHost.Indexing.Ranking;

/// <summary>
/// Lowers chunks of files that are seldom the answer: tests, examples, code kept for compatibility, files that only pass
/// on what others define, and data. A question that asks for such files is left alone.
/// </summary>
public sealed class PathPenalty : IRankingSignal
{
    private static readonly FrozenDictionary<PathKind, Rule> Rules = new Dictionary<PathKind, Rule>
    {
        [PathKind.Test] = new("a test", 0.3, ["test", "spec", "fixture", "mock"]),
        [PathKind.Documentation] = new("documentation", 0.3, ["doc", "document", "documentation", "readm", "changelog", "guide", "tutorial", "manual"]),
        [PathKind.Vendored] = new("a copy of other code", 0.5, ["vendor", "bundl"]),
        [PathKind.Example] = new("an example", 0.3, ["example", "exampl", "sample", "sampl", "demo", "tutorial"]),
        [PathKind.Compatibility] = new("kept for compatibility", 0.3, ["legacy", "compat", "compatibility", "deprecat", "obsolete", "obsolet"]),
        [PathKind.ReExport] = new("only passes names on", 0.5, ["init", "export"]),
        [PathKind.Declaration] = new("only declarations", 0.7, ["declaration", "typ", "type"]),
        [PathKind.Translation] = new("a translation", 0.5, ["local", "locale", "translat", "translation", "language", "languag", "internationalization", "i18n"]),
        [PathKind.Data] = new("data", 0.5, ["json", "xml", "csv", "yaml", "data", "config", "configuration", "setting"]),
    }.ToFrozenDictionary();

    /// <inheritdoc/>
    public string Name => "path";

    /// <inheritdoc/>
    public void Apply(SearchQuery query, IReadOnlyList<RankingCandidate> candidates)
    {
        foreach (RankingCandidate candidate in candidates)
        {
            PathKind kind = PathKinds.Of(candidate.Record.Path);
            bool isAsNamed = kind != PathKind.ReExport || PassesNamesOn(candidate.Record.Text!);
            if (isAsNamed && Rules.TryGetValue(kind, out Rule? rule) && !rule.Words.Any(query.Words.Contains))
            {
                candidate.Multiply(Name, rule.Factor, rule.Reason);
            }
        }
    }

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

    private sealed record Rule(string Reason, double Factor, IReadOnlyList<string> Words);
}
