using System.Diagnostics;
using System.Runtime.InteropServices;

namespace VectorHost.Benchmarks;

/// <summary>What is run as a process. The build puts all of it beside this program.</summary>
internal sealed record Executables
{
    /// <summary>The program that is measured.</summary>
    public required string VectorHost { get; init; }

    /// <summary>A program that does nothing.</summary>
    public required string EmptyProcess { get; init; }

    /// <summary>This program.</summary>
    public required string Benchmarks { get; init; }

    /// <summary>The plugins of <see cref="VectorHost"/>.</summary>
    public string PluginsDirectory => Path.Combine(Path.GetDirectoryName(VectorHost)!, "plugins");

    /// <summary>Finds them.</summary>
    /// <exception cref="BenchmarkException">One is missing.</exception>
    public static Executables Locate() => new()
    {
        VectorHost = Find("VectorHost", "vectorhost"),
        EmptyProcess = Find("VectorHost.Benchmarks.EmptyProcess", "VectorHost.Benchmarks.EmptyProcess"),
        Benchmarks = Find("VectorHost.Benchmarks", "VectorHost.Benchmarks"),
    };

    /// <summary>
    /// Prepares a process whose user has the given folder as home: no configuration, index or cache of whoever runs this
    /// is read or changed.
    /// </summary>
    /// <param name="executable">The program.</param>
    /// <param name="home">The folder.</param>
    /// <param name="arguments">The command line.</param>
    public static ProcessStartInfo Prepare(string executable, string home, params IEnumerable<string> arguments)
    {
        ProcessStartInfo start = new(executable, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        foreach (string variable in start.Environment.Keys.Where(IsConfiguration).ToList())
        {
            start.Environment.Remove(variable);
        }

        start.Environment["XDG_CONFIG_HOME"] = Path.Combine(home, "config");
        start.Environment["XDG_DATA_HOME"] = Path.Combine(home, "data");
        start.Environment["XDG_CACHE_HOME"] = Path.Combine(home, "cache");
        start.Environment["DOTNET_ROOT"] = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "../../.."));
        return start;
    }

    private static bool IsConfiguration(string variable) => variable.StartsWith("VECTORHOST__", StringComparison.OrdinalIgnoreCase);

    /// <summary>The outputs of all projects lie beside each other: bin/PROJECT/CONFIGURATION.</summary>
    private static string Find(string project, string name)
    {
        DirectoryInfo output = new(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory));
        string file = Path.Combine(output.Parent!.Parent!.FullName, project, output.Name, OperatingSystem.IsWindows() ? name + ".exe" : name);
        return File.Exists(file) ? file : throw new BenchmarkException($"{file} has not been built: run this with 'dotnet run -c Release --project tests/VectorHost.Benchmarks'.");
    }
}
