using VectorHost.Indexing.Ranking.Questions;

namespace VectorHost.Indexing.Ranking.Signals;

/// <summary>
/// Lifts the chunk that defines a name which the question mentions: who names a thing wants to see it. Who names nothing
/// else wants the type rather than members that are called alike. Of
/// <c>Table::open</c> it lifts the <c>open</c> of <c>Table</c> most.
/// </summary>
public sealed class DefinitionBoost : ITextSignal
{
    private const double Weight = 0.6;
    private const double WeightOfType = 1.3;

    /// <summary>Of a function whose body is elsewhere, which is what is looked for.</summary>
    private const double WeightOfDeclaration = 0.3;
    private const double WeightOfQualifier = 0.5;
    private const double WeightOfFileName = 0.1;

    /// <inheritdoc/>
    public string Name => "definition";

    /// <inheritdoc/>
    public double LimitOf(SearchQuery query, RankingCandidate candidate, double score) =>
        query.Names.Count > 0 ? score + (query.IsOneWord ? WeightOfType : Weight) + WeightOfQualifier + WeightOfFileName : score;

    /// <inheritdoc/>
    public void Apply(SearchQuery query, IReadOnlyList<RankingCandidate> candidates)
    {
        foreach (RankingCandidate candidate in candidates)
        {
            (MentionedName? defined, DefinitionKind kind) = FindDefined(query, candidate.Text);
            if (defined is null)
            {
                continue;
            }

            (double amount, string reason) = kind switch
            {
                DefinitionKind.Type when query.IsOneWord => (WeightOfType, $"defines the type {defined.Name}"),
                DefinitionKind.Declaration => (WeightOfDeclaration, $"declares {defined.Name}"),
                _ => (Weight, $"defines {defined.Name}"),
            };
            if (defined.Qualifiers.FirstOrDefault(qualifier => Qualifies(candidate, qualifier, defined.Name)) is { } owner)
            {
                amount += WeightOfQualifier;
                reason += $" of {owner}";
            }

            if (IsFileName(candidate, defined.Name))
            {
                amount += WeightOfFileName;
                reason += " in a file of its name";
            }

            candidate.DefinesMention = true;
            candidate.Add(Name, amount, reason);
        }
    }

    private static (MentionedName? Name, DefinitionKind Kind) FindDefined(SearchQuery query, string text)
    {
        foreach (MentionedName name in query.Names)
        {
            DefinitionKind kind = DefinitionFinder.Find(text, name.Name);
            if (kind != DefinitionKind.None)
            {
                return (name, kind);
            }
        }

        return default;
    }

    private static bool Qualifies(RankingCandidate candidate, string qualifier, string name)
    {
        string text = candidate.Text;
        return text.Contains($"{qualifier}.{name}", StringComparison.Ordinal)
            || text.Contains($"{qualifier}:{name}", StringComparison.Ordinal)
            || text.Contains($"{qualifier}::{name}", StringComparison.Ordinal)
            || IsFileName(candidate, qualifier)
            || DefinitionFinder.Find(text, qualifier) != DefinitionKind.None;
    }

    private static bool IsFileName(RankingCandidate candidate, string name) =>
        Bare(Path.GetFileNameWithoutExtension(candidate.File.Path)).Equals(Bare(name), StringComparison.OrdinalIgnoreCase);

    private static string Bare(string name) => name.Replace("_", "", StringComparison.Ordinal).Replace("-", "", StringComparison.Ordinal);
}
