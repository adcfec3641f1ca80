namespace VectorHost.Indexing.Moving;

/// <summary>The stages of moving records.</summary>
public enum MovePhase
{
    /// <summary>Reading everything once, for its digest and its sizes.</summary>
    Reading,

    /// <summary>Writing what is not there yet.</summary>
    Writing,

    /// <summary>Reading back what was written.</summary>
    Verifying,
}
