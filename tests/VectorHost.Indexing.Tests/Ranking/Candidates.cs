using VectorHost.Abstractions;
using VectorHost.Indexing.Ranking;

namespace VectorHost.Indexing.Tests.Ranking;

/// <summary>Makes candidates of which only what a test is about matters.</summary>
internal static class Candidates
{
    public static RankingCandidate Candidate(string path, string text, double score = 1, double fileTerms = 0, string repository = "sample") => new(
        new ChunkRecord
        {
            Id = Guid.NewGuid(),
            Repository = repository,
            Path = path,
            StartLine = 1,
            EndLine = 1,
            FileHash = "",
            ChunkHash = "",
            Language = "text",
            Text = text,
        },
        score)
    {
        Evidence = new MatchEvidence { FileTerms = fileTerms },
    };
}
