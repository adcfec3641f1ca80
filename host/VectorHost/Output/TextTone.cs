namespace VectorHost.Output;

/// <summary>How a text looks on a screen; elsewhere all look alike.</summary>
internal enum TextTone
{
    Normal,

    /// <summary>What frames the rest.</summary>
    Quiet,

    /// <summary>What matters most.</summary>
    Strong,

    /// <summary>Where something is.</summary>
    Place,

    /// <summary>What is said on the side.</summary>
    Dim,

    /// <summary>What went wrong.</summary>
    Alarm,
}
