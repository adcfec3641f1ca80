namespace VectorHost.Indexing.Ranking.Paths;

/// <summary>What a file is for, as far as its path tells.</summary>
public enum PathKind
{
    /// <summary>Nothing in particular: most likely the code itself.</summary>
    Code,

    /// <summary>Written for people: manuals, change logs, the site that shows them.</summary>
    Documentation,

    /// <summary>A test, or something that only tests use.</summary>
    Test,

    /// <summary>A copy of somebody else's code.</summary>
    Vendored,

    /// <summary>An example, a sample, a demonstration, a benchmark.</summary>
    Example,

    /// <summary>Kept for compatibility.</summary>
    Compatibility,

    /// <summary>Only passes on names that are defined elsewhere.</summary>
    ReExport,

    /// <summary>Only declares what is defined elsewhere.</summary>
    Declaration,

    /// <summary>Says in another language what the code says in English.</summary>
    Translation,

    /// <summary>Sets up the tools that build, check and publish the code.</summary>
    Tooling,

    /// <summary>Data, or configuration.</summary>
    Data,
}
