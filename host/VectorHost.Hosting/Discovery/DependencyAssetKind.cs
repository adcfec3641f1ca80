namespace VectorHost.Hosting.Discovery;

/// <summary>What a listed file is.</summary>
internal enum DependencyAssetKind
{
    Managed,
    Native,
    Satellite,
}
