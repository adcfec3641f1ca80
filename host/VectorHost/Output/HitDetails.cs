namespace VectorHost.Output;

/// <summary>What is said of hits beyond their places.</summary>
/// <param name="AllRepositories">Which repository each is in: several were searched.</param>
/// <param name="Explains">What ranked each where it is.</param>
internal sealed record HitDetails(bool AllRepositories, bool Explains);
