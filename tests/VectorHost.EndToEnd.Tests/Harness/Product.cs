using System.Reflection;
using System.Runtime.InteropServices;

namespace VectorHost.EndToEnd.Tests.Harness;

/// <summary>Where the build put what the tests run.</summary>
public static class Product
{
    /// <summary>The built executable.</summary>
    public static string Program { get; } = Path.Combine(Metadata("ProgramDirectory"), "vectorhost.dll");

    /// <summary>The folder of plugins beside it.</summary>
    public static string Plugins { get; } = Path.Combine(Metadata("ProgramDirectory"), "plugins");

    /// <summary>The source tree.</summary>
    public static string SourceDirectory { get; } = Path.TrimEndingDirectorySeparator(Metadata("SourceDirectory"));

    /// <summary>The <c>dotnet</c> that runs these tests, whatever the path says.</summary>
    public static string Dotnet { get; } = Path.GetFullPath(
        Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet"));

    private static string Metadata(string key) =>
        typeof(Product).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == key).Value!;
}
