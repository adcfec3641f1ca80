namespace VectorHost.Hosting.Installing;

/// <summary>One file that is to be installed.</summary>
/// <param name="Path">Where it goes in the plugin's folder, with <c>/</c>.</param>
/// <param name="Length">How long it says that it is.</param>
/// <param name="Open">Opens it for reading.</param>
internal sealed record InstallFile(string Path, long Length, Func<Stream> Open)
{
    /// <summary>The checksum that its archive has for it.</summary>
    public uint? Checksum { get; init; }
}
