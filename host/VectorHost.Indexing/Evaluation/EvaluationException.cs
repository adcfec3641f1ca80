namespace VectorHost.Indexing.Evaluation;

/// <summary>There is nothing to evaluate, or what was given to evaluate cannot be used. The message says why, for the user.</summary>
public sealed class EvaluationException : Exception
{
    /// <summary>Makes an exception.</summary>
    /// <param name="message">What is wrong and what to do about it.</param>
    /// <param name="innerException">What was noticed first, if anything.</param>
    public EvaluationException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
