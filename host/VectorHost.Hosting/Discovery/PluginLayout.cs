namespace VectorHost.Hosting.Discovery;

/// <summary>The two shapes in which a plugin lies in the folder of plugins.</summary>
public enum PluginLayout
{
    /// <summary><c>plugins/NAME/NAME.dll</c> with its dependencies around it.</summary>
    Folder,

    /// <summary><c>plugins/NAME.dll</c>, which needs nothing but the host and the runtime.</summary>
    SingleFile,
}
