namespace VectorHost.Hosting.Discovery;

/// <summary>How resolving the links of a path ended.</summary>
internal enum LinkOutcome
{
    Resolved,
    Missing,
    Loop,
}
