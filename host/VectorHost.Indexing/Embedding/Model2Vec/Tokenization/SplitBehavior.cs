namespace VectorHost.Indexing.Embedding.Model2Vec.Tokenization;

/// <summary>What becomes of the places at which a text is cut.</summary>
internal enum SplitBehavior
{
    /// <summary>They are dropped.</summary>
    Removed,

    /// <summary>Each is a piece.</summary>
    Isolated,

    /// <summary>They end the piece before them.</summary>
    MergedWithPrevious,

    /// <summary>They begin the piece after them.</summary>
    MergedWithNext,

    /// <summary>Neighbouring ones are one piece.</summary>
    Contiguous,
}
