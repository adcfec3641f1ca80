namespace VectorHost.Hosting.Discovery;

/// <summary>One file of a plugin.</summary>
/// <param name="RelativePath">Where it is in the plugin's folder, with <c>/</c> between its parts.</param>
/// <param name="FullPath">Where its bytes are, links resolved.</param>
/// <param name="Length">Its length in bytes.</param>
/// <param name="LastWriteTimeUtc">When it was last written.</param>
internal sealed record PluginFile(string RelativePath, string FullPath, long Length, DateTime LastWriteTimeUtc)
{
    public string Name => RelativePath[(RelativePath.LastIndexOf('/') + 1)..];
}
