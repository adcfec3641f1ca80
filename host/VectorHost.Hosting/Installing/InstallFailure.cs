namespace VectorHost.Hosting.Installing;

/// <summary>Why a folder of plugins was not changed.</summary>
public enum InstallFailure
{
    /// <summary>What was named is not there, or is nothing that could be installed.</summary>
    NotFound,

    /// <summary>A plugin of that name is there already, and was not to be replaced.</summary>
    AlreadyInstalled,

    /// <summary>What was to be installed is damaged, dangerous, or no plugin that this host could use.</summary>
    Refused,

    /// <summary>The folder could not be written, or someone else is changing it.</summary>
    Failed,
}
