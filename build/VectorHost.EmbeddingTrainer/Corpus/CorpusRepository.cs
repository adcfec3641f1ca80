namespace VectorHost.EmbeddingTrainer.Corpus;

/// <summary>A repository of the corpus, as the list names it.</summary>
internal sealed record CorpusRepository
{
    /// <summary>Owner and name, with <c>/</c> between them.</summary>
    public required string Name { get; init; }

    /// <summary>The commit that is read.</summary>
    public required string Commit { get; init; }

    /// <summary>The licence at that commit, an SPDX expression.</summary>
    public required string Licence { get; init; }

    /// <summary>Whether nothing is learned from it: it measures what was learned from the others.</summary>
    public required bool IsHeldOut { get; init; }

    /// <summary>Where its files lie below the corpus's folder.</summary>
    public string Folder => Name.Replace('/', '+');
}
