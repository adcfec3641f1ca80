using System.Reflection;

namespace VectorHost.Indexing.Pipeline;

/// <summary>The version of VectorHost.</summary>
public static class ToolVersion
{
    /// <summary>The version, such as <c>0.1.0</c>.</summary>
    public static string Current { get; } =
        typeof(ToolVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "0.0.0";
}
