using VectorHost.Indexing.Evaluation;
using VectorHost.Session;

namespace VectorHost.Output;

/// <content>What <c>evaluate</c> prints.</content>
internal static partial class JsonDocuments
{
    public static EvaluationDocument Of(HostSession session, IReadOnlyList<EvaluationResult> results) => new(
        session.Repository.Name,
        [.. results.Select(result => new EvaluatedDocument(
            result.Setup.Backend,
            result.Setup.Provider,
            result.Setup.ChunkLength,
            result.Variant,
            result.Chunks,
            Math.Round(result.IndexDuration.TotalSeconds, 3),
            Milliseconds(result.MedianLatency),
            Milliseconds(result.HighLatency),
            Of(result.Quality),
            Of(result.FileQuality),
            result.Categories.ToDictionary(category => category.Key, category => Of(category.Value)),
            [.. result.Answers.Select(answer => new AnswerDocument(
                answer.Query.Text,
                answer.Query.Category,
                Rounded(answer.Ndcg),
                [.. answer.Query.Expected.Zip(answer.Ranks, (place, rank) => new ExpectationDocument(place.Path, place.StartLine, place.EndLine, rank))]))]))]);

    private static QualityDocument Of(SearchQuality quality) => new(
        quality.Queries,
        Rounded(quality.Ndcg),
        Rounded(quality.ReciprocalRank),
        Rounded(quality.RecallAt1),
        Rounded(quality.RecallAt5),
        Rounded(quality.RecallAt10));

    private static double Rounded(double value) => Math.Round(value, 6);

    internal sealed record EvaluationDocument(string Repository, IReadOnlyList<EvaluatedDocument> Results);

    internal sealed record EvaluatedDocument(
        string Backend,
        string Provider,
        int ChunkCharacters,
        string Variant,
        long Chunks,
        double IndexSeconds,
        double MedianMilliseconds,
        double P95Milliseconds,
        QualityDocument Quality,
        QualityDocument FileQuality,
        IReadOnlyDictionary<string, QualityDocument> Categories,
        IReadOnlyList<AnswerDocument> Answers);

    internal sealed record QualityDocument(
        int Queries, double NdcgAt10, double MrrAt10, double RecallAt1, double RecallAt5, double RecallAt10);

    internal sealed record AnswerDocument(string Query, string? Category, double NdcgAt10, IReadOnlyList<ExpectationDocument> Expected);

    internal sealed record ExpectationDocument(string Path, int? StartLine, int? EndLine, int? Rank);
}
