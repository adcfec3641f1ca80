namespace VectorHost.Indexing.Ranking;

/// <summary>Lifts the chunk that defines a name which the question mentions: who names a thing wants to see it.</summary>
public sealed class DefinitionBoost : IRankingSignal
{
    private const double WeightOfSymbolQuery = 3.0;
    private const double WeightOfMention = 1.5;
    private const double FactorForFileName = 1.5;

    /// <inheritdoc/>
    public string Name => "definition";

    /// <inheritdoc/>
    public void Apply(SearchQuery query, IReadOnlyList<RankingCandidate> candidates)
    {
        double best = candidates.Select(candidate => candidate.Score).DefaultIfEmpty().Max();
        double weight = query.IsSymbol ? WeightOfSymbolQuery : WeightOfMention;
        foreach (RankingCandidate candidate in candidates)
        {
            string? symbol = query.Symbols.FirstOrDefault(symbol => DefinitionFinder.Defines(candidate.Record.Text!, symbol));
            if (symbol is not null)
            {
                bool isFileName = Path.GetFileNameWithoutExtension(candidate.Record.Path).Equals(symbol, StringComparison.OrdinalIgnoreCase);
                candidate.Add(Name, best * weight * (isFileName ? FactorForFileName : 1), $"defines {symbol}");
            }
        }
    }
}
