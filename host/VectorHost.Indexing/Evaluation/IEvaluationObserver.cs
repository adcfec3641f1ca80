using VectorHost.Indexing.Pipeline;

namespace VectorHost.Indexing.Evaluation;

/// <summary>Follows an evaluation, which can take a while.</summary>
public interface IEvaluationObserver
{
    /// <summary>Indexing begins.</summary>
    /// <param name="setup">What the index is made with.</param>
    /// <param name="progress">How far it has come.</param>
    /// <param name="run">Ends with the indexing, whose failure is not the observer's.</param>
    Task FollowIndexingAsync(EvaluationSetup setup, IndexProgress progress, Task run);

    /// <summary>Questions are being asked.</summary>
    /// <param name="setup">What the index was made with.</param>
    /// <param name="variant">Which variant is asked.</param>
    /// <param name="done">How many were answered.</param>
    /// <param name="total">How many there are.</param>
    void Asked(EvaluationSetup setup, SearchVariant variant, int done, int total);
}
