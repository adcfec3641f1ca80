namespace VectorHost.Hosting.Inspection;

/// <summary>A native library that a plugin brings.</summary>
/// <param name="RuntimeIdentifier">
/// The platform that it is for, such as <c>linux-x64</c>; <see langword="null"/> where its place does not say.
/// </param>
/// <param name="Path">Where it is in the plugin's folder, with <c>/</c>.</param>
/// <param name="IsForThisPlatform">Whether this host could load it, as far as its place says.</param>
public sealed record NativeLibrary(string? RuntimeIdentifier, string Path, bool IsForThisPlatform);
