using System.Globalization;
using Spectre.Console;
using VectorHost.Indexing.Evaluation;
using VectorHost.Indexing.Searching;

namespace VectorHost.Output;

/// <summary>Shows to a person how well searches answered.</summary>
internal static class EvaluationReport
{
    public static void Write(Terminal terminal, IReadOnlyList<EvaluationResult> results, int misses)
    {
        terminal.Results.Write(Table(results));
        foreach (EvaluationResult result in results.Where(_ => misses > 0))
        {
            WriteMisses(terminal, result, misses);
        }
    }

    private static Table Table(IReadOnlyList<EvaluationResult> results)
    {
        List<string> categories = [.. results.SelectMany(result => result.Categories.Keys).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        Table table = new Table().Border(TableBorder.None).AddColumns("backend", "provider", "chunk", "variant");
        foreach (string column in (string[])["NDCG@10", "of files", "MRR@10", "recall@1", "@5", "@10", "p50 ms", "p95 ms", "index s", .. categories])
        {
            table.AddColumn(new TableColumn(column).RightAligned());
        }

        foreach (EvaluationResult result in results)
        {
            SearchQuality quality = result.Quality;
            table.AddRow(
            [
                new Text(result.Setup.Backend),
                new Text(result.Setup.Provider),
                new Text(result.Setup.ChunkLength.ToString(CultureInfo.InvariantCulture)),
                new Text(result.Variant),
                Share(quality.Ndcg),
                Share(result.FileQuality.Ndcg),
                Share(quality.ReciprocalRank),
                Share(quality.RecallAt1),
                Share(quality.RecallAt5),
                Share(quality.RecallAt10),
                Number(result.MedianLatency.TotalMilliseconds, "0.0"),
                Number(result.HighLatency.TotalMilliseconds, "0.0"),
                Number(result.IndexDuration.TotalSeconds, "0.0"),
                .. categories.Select(category => Share(result.Categories[category].Ndcg)),
            ]);
        }

        return table;
    }

    private static void WriteMisses(Terminal terminal, EvaluationResult result, int misses)
    {
        terminal.Say("");
        terminal.Say($"Answered worst ({result.Setup.Backend}, {result.Setup.Provider}, {result.Variant}):");
        foreach (JudgedAnswer answer in result.Answers.OrderBy(answer => answer.Ndcg).Take(misses))
        {
            terminal.Say(string.Create(CultureInfo.InvariantCulture, $"{answer.Ndcg:0.00}  {answer.Query.Text}"));
            foreach ((ExpectedPlace place, int? rank) in answer.Query.Expected.Zip(answer.Ranks))
            {
                string lines = place.StartLine is null ? "" : string.Create(CultureInfo.InvariantCulture, $":{place.StartLine}-{place.EndLine}");
                terminal.Say(string.Create(CultureInfo.InvariantCulture, $"      expected {rank,2}  {place.Path}{lines}"));
            }

            foreach (RankedHit hit in answer.Hits.Take(3))
            {
                terminal.Say(string.Create(
                    CultureInfo.InvariantCulture,
                    $"      found    {hit.Rank,2}  {hit.Record.Path}:{hit.Record.StartLine}-{hit.Record.EndLine}"));
            }
        }
    }

    private static Text Share(double value) => Number(value, "0.000");

    private static Text Number(double value, string format) => new(value.ToString(format, CultureInfo.InvariantCulture));
}
