using System.Globalization;
using System.Numerics.Tensors;
using System.Text.RegularExpressions;
using VectorHost.Abstractions;
using VectorHost.Indexing.Ranking;
using VectorHost.Indexing.Searching;

namespace VectorHost.Benchmarks.Quality;

/// <summary>
/// The recipe of the best published code search that runs without a model server, made after its description, over the
/// same chunks and the same vectors as ours: two lists of fifty, fused by reciprocal ranks, four boosts, penalties by
/// path, and half the score for each further chunk of a file.
/// </summary>
internal sealed class PublishedRecipe
{
    private const int CandidatesPerHit = 5;
    private const double RankOffset = 60;
    private const double Coherence = 0.2;
    private const double DefinitionOfSymbol = 3;
    private const double DefinitionOfMentioned = 1.5;
    private const double OwnFile = 1.5;
    private const double LeastShareOfPath = 0.1;
    private const double Decay = 0.5;

    private readonly List<ChunkRecord> _chunks;
    private readonly RecipeTerms _terms;
    private readonly ILookup<string, int> _byStem;
    private readonly bool _usesVectors;

    /// <summary>Indexes chunks.</summary>
    /// <param name="chunks">The chunks with texts and vectors.</param>
    /// <param name="usesVectors">Whether vectors take part, or terms alone.</param>
    public PublishedRecipe(IEnumerable<ChunkRecord> chunks, bool usesVectors)
    {
        _chunks = [.. chunks.Where(chunk => RecipePaths.IsCode(chunk.Path))];
        _terms = new RecipeTerms([.. _chunks.Select(chunk => RecipeTokens.Of(chunk.Path, chunk.Text!))]);
        _byStem = Enumerable.Range(0, _chunks.Count).ToLookup(chunk => Bare(StemOf(chunk)));
        _usesVectors = usesVectors;
    }

    /// <summary>Searches.</summary>
    public IReadOnlyList<RankedHit> Search(string text, ReadOnlyMemory<float> embedding, int top)
    {
        RecipeQuestion question = new(text);
        Dictionary<int, double> scores = Fuse(question, embedding, top * CandidatesPerHit);
        if (scores.Count == 0)
        {
            return [];
        }

        LiftCoherentFiles(scores);
        double best = scores.Values.Max();
        foreach (string name in question.Names)
        {
            LiftDefinitions(scores, name, best * (question.IsSymbol ? DefinitionOfSymbol : DefinitionOfMentioned));
        }

        if (!question.IsSymbol)
        {
            LiftPaths(scores, question, best);
        }

        foreach (int chunk in scores.Keys)
        {
            scores[chunk] *= RecipePaths.FactorOf(_chunks[chunk].Path);
        }

        return Take(scores, top);
    }

    private Dictionary<int, double> Fuse(RecipeQuestion question, ReadOnlyMemory<float> embedding, int count)
    {
        double vectors = !_usesVectors ? 0 : question.IsSymbol ? 0.3 : 0.5;
        Dictionary<int, double> scores = [];
        Add(_terms.Rank(question.Text, count), 1 - vectors);
        if (_usesVectors)
        {
            Add(Enumerable.Range(0, _chunks.Count).OrderByDescending(chunk => TensorPrimitives.Dot(_chunks[chunk].Embedding.Span, embedding.Span)).Take(count), vectors);
        }

        return scores;

        void Add(IEnumerable<int> list, double weight)
        {
            foreach ((int rank, int chunk) in list.Index())
            {
                scores[chunk] = scores.GetValueOrDefault(chunk) + (weight / (RankOffset + rank + 1));
            }
        }
    }

    private void LiftCoherentFiles(Dictionary<int, double> scores)
    {
        double best = scores.Values.Max();
        List<IGrouping<string, KeyValuePair<int, double>>> files = [.. scores.GroupBy(score => _chunks[score.Key].Path).ToList()];
        double largest = files.Max(file => file.Sum(score => score.Value));
        foreach (IGrouping<string, KeyValuePair<int, double>> file in files)
        {
            scores[file.MaxBy(score => score.Value).Key] += Coherence * best * file.Sum(score => score.Value) / largest;
        }
    }

    /// <summary>Also in files of that name of which no chunk was found.</summary>
    private void LiftDefinitions(Dictionary<int, double> scores, string name, double amount)
    {
        string bare = Bare(name);
        Regex definition = new(
            @"\b(class|def|defp|defmodule|func|fn|fun|function|struct|interface|enum|trait|record|namespace|module|type|object|protocol|extension|data|newtype|val|var|const|let|macro)\s+(\([^)]*\)\s*)?([\w.:<>]+[.:])?"
            + Regex.Escape(name) + @"\b",
            RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant,
            TimeSpan.FromSeconds(10));
        IEnumerable<int> named = _byStem[bare].Concat(_byStem[bare + "s"]).Concat(_byStem[bare.TrimEnd('s')]);
        foreach (int chunk in scores.Keys.Concat(named).Distinct().ToList())
        {
            if (definition.IsMatch(_chunks[chunk].Text!))
            {
                bool isOwnFile = Bare(StemOf(chunk)).TrimEnd('s') == bare.TrimEnd('s');
                scores[chunk] = scores.GetValueOrDefault(chunk) + (amount * (isOwnFile ? OwnFile : 1));
            }
        }
    }

    private void LiftPaths(Dictionary<int, double> scores, RecipeQuestion question, double best)
    {
        foreach (int chunk in scores.Keys)
        {
            string path = _chunks[chunk].Path;
            List<string> parts = RecipeTokens.Of($"{StemOf(chunk)} {Path.GetFileName(Path.GetDirectoryName(path))}");
            int found = question.Words.Count(word => parts.Exists(part =>
                part.Length > 2 && (part.StartsWith(word, StringComparison.Ordinal) || word.StartsWith(part, StringComparison.Ordinal))));
            double share = question.Words.Count == 0 ? 0 : (double)found / question.Words.Count;
            scores[chunk] += share >= LeastShareOfPath ? best * share : 0;
        }
    }

    private List<RankedHit> Take(Dictionary<int, double> scores, int top)
    {
        List<RankedHit> hits = [];
        Dictionary<string, double> factors = [];
        while (hits.Count < top && scores.Count > 0)
        {
            (int chunk, double score) = scores.MaxBy(score => score.Value * factors.GetValueOrDefault(_chunks[score.Key].Path, 1));
            scores.Remove(chunk);
            ChunkRecord record = _chunks[chunk];
            factors[record.Path] = factors.GetValueOrDefault(record.Path, 1) * Decay;
            hits.Add(new RankedHit { Rank = hits.Count + 1, Score = score, Record = record, Explanation = Array.Empty<ScoreChange>() });
        }

        return hits;
    }

    private string StemOf(int chunk) => Path.GetFileNameWithoutExtension(_chunks[chunk].Path);

    private static string Bare(string name) => name.Replace("_", "", StringComparison.Ordinal).Replace("-", "", StringComparison.Ordinal).ToLower(CultureInfo.InvariantCulture);
}
