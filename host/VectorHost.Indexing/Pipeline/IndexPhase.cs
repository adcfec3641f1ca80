namespace VectorHost.Indexing.Pipeline;

/// <summary>The stages of a run that take time one after the other.</summary>
public enum IndexPhase
{
    /// <summary>Asking the store what it holds.</summary>
    Comparing,

    /// <summary>Waiting for another process that indexes the same repository.</summary>
    Waiting,

    /// <summary>Walking, reading, chunking, embedding and saving, all at once.</summary>
    Indexing,

    /// <summary>Deleting the records of code that is gone.</summary>
    Removing,

    /// <summary>Writing the local snapshot.</summary>
    Finishing,
}
