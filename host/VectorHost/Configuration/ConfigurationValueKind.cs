namespace VectorHost.Configuration;

/// <summary>What the value of a <see cref="ConfigurationKey"/> is.</summary>
internal enum ConfigurationValueKind
{
    /// <summary>Any text.</summary>
    Text,

    /// <summary>A whole number, at least 1.</summary>
    Number,

    /// <summary>A list of texts.</summary>
    List,

    /// <summary>Texts, each under a name of the user's choice.</summary>
    Map,
}
