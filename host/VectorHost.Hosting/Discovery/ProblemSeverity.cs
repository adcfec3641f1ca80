namespace VectorHost.Hosting.Discovery;

/// <summary>What a problem means for the plugin that has it.</summary>
public enum ProblemSeverity
{
    /// <summary>Worth knowing; nothing is wrong.</summary>
    Note,

    /// <summary>The plugin is used, but not quite as its author may expect.</summary>
    Warning,

    /// <summary>The plugin is not used.</summary>
    Error,
}
