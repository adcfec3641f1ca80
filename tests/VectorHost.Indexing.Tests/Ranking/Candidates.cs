using VectorHost.Abstractions;
using VectorHost.Indexing.Ranking;

namespace VectorHost.Indexing.Tests.Ranking;

/// <summary>Makes candidates of which only what a test is about matters.</summary>
internal static class Candidates
{
    public static RankingCandidate Candidate(
        string path,
        string text,
        double score = 1,
        double fileTerms = 0,
        string repository = "sample",
        int startLine = 1,
        int endLine = 1,
        string language = "text")
    {
        ChunkRecord record = new()
        {
            Id = Guid.NewGuid(),
            Repository = repository,
            Path = path,
            StartLine = startLine,
            EndLine = endLine,
            FileHash = "",
            ChunkHash = "",
            Language = language,
            Text = text,
        };
        return new RankingCandidate(record, score) { Evidence = new MatchEvidence { FileTerms = fileTerms } };
    }
}
