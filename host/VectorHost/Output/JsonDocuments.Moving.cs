using VectorHost.Indexing.Moving;
using VectorHost.Session;

namespace VectorHost.Output;

/// <content>What <c>copy</c>, <c>export</c>, <c>import</c> and <c>verify</c> print.</content>
internal static partial class JsonDocuments
{
    public static MoveDocument Of(MoveSummary summary) => new(
        summary.Repository, summary.Records, summary.Written, summary.Digest, Math.Round(summary.Duration.TotalSeconds, 3));

    public static VerifiedDocument Of(HostSession session, IReadOnlyList<(string Backend, VerifiedIndex Index)> verified, bool isSame) => new(
        session.Repository.Name,
        isSame,
        [.. verified.Select(one => new VerifiedStoreDocument(one.Backend, one.Index.Records, one.Index.Digest, one.Index.Problems))]);

    internal sealed record MoveDocument(string Repository, long Records, long Written, string Digest, double Seconds);

    internal sealed record VerifiedDocument(string Repository, bool Same, IReadOnlyList<VerifiedStoreDocument> Stores);

    internal sealed record VerifiedStoreDocument(string Backend, long Records, string Digest, IReadOnlyList<string> Problems);
}
