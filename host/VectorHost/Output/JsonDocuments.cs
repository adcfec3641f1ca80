using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using VectorHost.Configuration;
using VectorHost.Indexing.Pipeline;
using VectorHost.Indexing.Searching;
using VectorHost.Session;
using VectorHost.Verification;

namespace VectorHost.Output;

/// <summary>The documents that <c>--json</c> prints; the README describes them, and they only ever grow.</summary>
internal static partial class JsonDocuments
{
    private static readonly Context Json = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        WriteIndented = true,
        // Code is full of characters that the default encoder would escape, for the sake of web pages that are not here.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        DefaultIgnoreCondition = JsonIgnoreCondition.Never,
    });

    public static void Write<T>(Terminal terminal, T document) =>
        terminal.SayDocument(JsonSerializer.Serialize(document, typeof(T), Json));

    public static SearchDocument Of(HostSession session, SearchRequest request, SearchAnswer answer, HitDetails details) => new(
        request.Query,
        session.Settings.Backend,
        details.AllRepositories ? null : session.Repository.Name,
        answer.IsBySimilarityAlone,
        [.. answer.Hits.Select(hit => Of(hit, details.Explains))]);

    public static SimilarityDocument Of(HostSession session, SimilarityRequest request, SimilarCode similar, HitDetails details) => new(
        new PlaceDocument(similar.Source.Path, request.Place.Line, similar.Source.StartLine, similar.Source.EndLine),
        session.Settings.Backend,
        details.AllRepositories ? null : session.Repository.Name,
        [.. similar.Hits.Select(hit => Of(hit, details.Explains))]);

    private static HitDocument Of(RankedHit hit, bool explains) => new(
        hit.Rank,
        Math.Round(hit.Score, 6),
        hit.Record.Repository,
        hit.Record.Path,
        hit.Record.StartLine,
        hit.Record.EndLine,
        hit.Record.Language,
        hit.Record.Text!,
        explains ? [.. hit.Explanation.Select(change => new ScoreChangeDocument(change.Signal, Math.Round(change.Amount, 6), change.Reason))] : null);

    public static IndexDocument Of(HostSession session, IndexSummary summary) => new(
        session.Settings.Backend,
        session.Repository.Name,
        session.Repository.Root,
        summary.Files,
        summary.FilesRead,
        summary.BytesRead,
        summary.Chunks,
        summary.Added,
        summary.Updated,
        summary.Unchanged,
        summary.Removed,
        summary.Embedded,
        summary.Skipped.ToDictionary(skip => JsonNamingPolicy.SnakeCaseLower.ConvertName(skip.Key.ToString()), skip => skip.Value),
        Math.Round(summary.Duration.TotalSeconds, 3));

    public static StatusDocument Of(HostSession session, RepositoryStatus status) => new(
        session.Settings.Backend,
        session.Repository.Name,
        session.Repository.Root,
        status.Health.IsHealthy,
        status.Health.Description,
        status.Metadata is null ? null : JsonNamingPolicy.SnakeCaseLower.ConvertName(status.Metadata.State.ToString()),
        status.Records,
        status.Metadata?.FileCount,
        status.Metadata?.Embedder.Provider,
        status.Metadata?.Embedder.Model,
        status.Metadata?.Embedder.Dimensions,
        status.Metadata?.UpdatedAt,
        status.Drift is null ? null : new DriftDocument(status.Drift.Changed, status.Drift.New, status.Drift.Deleted),
        status.Embedder.Provider,
        status.Embedder.Model,
        status.EmbedderProblem);

    public static VerificationDocument Of(VerificationReport report, string file) => new(
        report.Backend,
        report.Plugin.Name,
        file,
        report.Plugin.Version?.ToString(),
        report.Plugin.ContractVersion?.ToString(),
        report.Health.Description,
        report.Health.ServerVersion,
        report.Count(ScenarioOutcome.Passed),
        report.Count(ScenarioOutcome.Failed),
        report.Count(ScenarioOutcome.Skipped),
        Math.Round(report.Duration.TotalSeconds, 3),
        report.Leftovers,
        [.. report.Scenarios.Select(scenario => new ScenarioDocument(
            scenario.Theme,
            scenario.Scenario,
            scenario.Case,
            JsonNamingPolicy.SnakeCaseLower.ConvertName(scenario.Outcome.ToString()),
            scenario.Reason,
            Math.Round(scenario.Duration.TotalSeconds, 3)))]);

    public static ConfigurationDocument Of(IReadOnlyList<ConfigurationEntry> entries) =>
        new([.. entries.Select(entry => new SettingDocument(entry.Path, entry.Value, entry.Origin))]);

    internal sealed record SearchDocument(
        string Query,
        string Backend,
        string? Repository,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] bool BySimilarityAlone,
        IReadOnlyList<HitDocument> Hits);

    internal sealed record SimilarityDocument(PlaceDocument Like, string Backend, string? Repository, IReadOnlyList<HitDocument> Hits);

    internal sealed record PlaceDocument(string Path, int Line, int StartLine, int EndLine);

    internal sealed record HitDocument(
        int Rank,
        double Score,
        string Repository,
        string Path,
        int StartLine,
        int EndLine,
        string Language,
        string Text,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<ScoreChangeDocument>? Explanation);

    internal sealed record ScoreChangeDocument(string Signal, double Amount, string Reason);

    internal sealed record IndexDocument(
        string Backend,
        string Repository,
        string Root,
        long Files,
        long FilesRead,
        long BytesRead,
        long Chunks,
        long Added,
        long Updated,
        long Unchanged,
        long Removed,
        long Embedded,
        IReadOnlyDictionary<string, long> Skipped,
        double Seconds);

    internal sealed record StatusDocument(
        string Backend,
        string Repository,
        string Root,
        bool Healthy,
        string Health,
        string? State,
        long Records,
        long? Files,
        string? EmbeddingProvider,
        string? EmbeddingModel,
        int? Dimensions,
        DateTimeOffset? IndexedAt,
        DriftDocument? Changes,
        string? ConfiguredProvider,
        string? ConfiguredModel,
        string? EmbedderProblem);

    internal sealed record DriftDocument(long Changed, long New, long Deleted);

    internal sealed record VerificationDocument(
        string Backend,
        string Plugin,
        string File,
        string? Version,
        string? ContractVersion,
        string Health,
        string? ServerVersion,
        int Passed,
        int Failed,
        int Skipped,
        double Seconds,
        IReadOnlyList<string> Leftovers,
        IReadOnlyList<ScenarioDocument> Scenarios);

    internal sealed record ScenarioDocument(
        string Theme, string Scenario, string? Case, string Outcome, string? Reason, double Seconds);

    internal sealed record ConfigurationDocument(IReadOnlyList<SettingDocument> Settings);

    internal sealed record SettingDocument(string Key, string? Value, string From);

    [JsonSerializable(typeof(SearchDocument))]
    [JsonSerializable(typeof(SimilarityDocument))]
    [JsonSerializable(typeof(ModelsDocument))]
    [JsonSerializable(typeof(IndexDocument))]
    [JsonSerializable(typeof(EvaluationDocument))]
    [JsonSerializable(typeof(StatusDocument))]
    [JsonSerializable(typeof(StoreDocument))]
    [JsonSerializable(typeof(BackendsDocument))]
    [JsonSerializable(typeof(InspectionDocument))]
    [JsonSerializable(typeof(VerificationDocument))]
    [JsonSerializable(typeof(ConfigurationDocument))]
    [JsonSerializable(typeof(MoveDocument))]
    [JsonSerializable(typeof(VerifiedDocument))]
    private sealed partial class Context : JsonSerializerContext;
}
