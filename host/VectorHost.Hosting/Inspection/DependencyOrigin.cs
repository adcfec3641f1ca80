namespace VectorHost.Hosting.Inspection;

/// <summary>Where an assembly that a plugin needs comes from.</summary>
public enum DependencyOrigin
{
    /// <summary>The plugin brings it.</summary>
    Plugin,

    /// <summary>It is the contract, or something that the contract needs: always the host's.</summary>
    Host,

    /// <summary>It is part of .NET.</summary>
    Runtime,

    /// <summary>Nobody has it.</summary>
    Missing,
}
