namespace VectorHost.TestServers.Chroma;

/// <summary>Which of the installed Chroma servers.</summary>
public enum ChromaVersion
{
    /// <summary>The server of Chroma's native bindings 1.0.5.</summary>
    Older,

    /// <summary>The server of Chroma's native bindings 1.3.4.</summary>
    Newer,
}
