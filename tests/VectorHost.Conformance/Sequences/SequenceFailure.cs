namespace VectorHost.Conformance.Sequences;

/// <summary>How a sequence failed.</summary>
/// <param name="Number">The step that failed, counted from 0.</param>
/// <param name="Reason">What was expected, and what came.</param>
internal sealed record SequenceFailure(int Number, string Reason);
