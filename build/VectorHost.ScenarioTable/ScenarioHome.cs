namespace VectorHost.ScenarioTable;

/// <summary>Where a scenario is shown.</summary>
internal enum ScenarioHome
{
    /// <summary>By the suite, for each backend.</summary>
    Suite,

    /// <summary>By the suite of faults, for each backend with a server.</summary>
    Faults,

    /// <summary>By tests of the host, once for all backends.</summary>
    Host,

    /// <summary>By tests of the backend's own.</summary>
    Backend,

    /// <summary>By tests of the backend's own, where it keeps its records in files of its own.</summary>
    Embedded,

    /// <summary>By tests of the backend's own, where it has a server.</summary>
    Remote,

    /// <summary>Nowhere: the contract has no such thing.</summary>
    Absent,
}
