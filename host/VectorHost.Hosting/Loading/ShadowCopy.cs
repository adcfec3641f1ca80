namespace VectorHost.Hosting.Loading;

/// <summary>A copy of a plugin's files in use by this process. Until it is disposed, no process removes it.</summary>
internal sealed class ShadowCopy(string directory, bool isNew, FileStream useMark) : IDisposable
{
    /// <summary>The folder of the copy, named by the hash of its content.</summary>
    public string Directory { get; } = directory;

    /// <summary>Whether it was made just now.</summary>
    public bool IsNew { get; } = isNew;

    /// <inheritdoc/>
    public void Dispose() => useMark.Dispose();
}
