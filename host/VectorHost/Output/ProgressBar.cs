namespace VectorHost.Output;

/// <summary>How far one part of a piece of work has come.</summary>
/// <param name="Description">What is being done, with the numbers.</param>
/// <param name="Done">How much is done.</param>
/// <param name="Total">How much there is to do, as far as is known.</param>
/// <param name="IsTotalKnown">Whether <paramref name="Total"/> can no longer grow.</param>
internal sealed record ProgressBar(string Description, long Done, long Total, bool IsTotalKnown = true);
