namespace VectorHost.Hosting.Discovery;

/// <summary>A file that a plugin's dependency manifest lists for this platform.</summary>
/// <param name="Path">The path as listed, with <c>/</c>.</param>
/// <param name="Library">The package or project that it belongs to, with its version.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Locations">Where it may lie in the plugin's folder, the most likely first.</param>
internal sealed record DependencyAsset(string Path, string Library, DependencyAssetKind Kind, IReadOnlyList<string> Locations);
