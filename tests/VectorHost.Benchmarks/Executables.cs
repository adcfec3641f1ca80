using System.Diagnostics;
using System.Runtime.InteropServices;

namespace VectorHost.Benchmarks;

/// <summary>What is run as a process: installed copies, compiled ahead of time as users have them. The build makes them.</summary>
internal sealed record Executables
{
    /// <summary>The program that is measured.</summary>
    public required string VectorHost { get; init; }

    /// <summary>A program that does nothing.</summary>
    public required string EmptyProcess { get; init; }

    /// <summary>This program.</summary>
    public required string Benchmarks { get; init; }

    /// <summary>The servers that backends are measured with.</summary>
    public required string Servers { get; init; }

    /// <summary>The plugins of <see cref="VectorHost"/>.</summary>
    public string PluginsDirectory => Path.Combine(Path.GetDirectoryName(VectorHost)!, "plugins");

    /// <summary>Finds them.</summary>
    /// <exception cref="BenchmarkException">One is missing.</exception>
    public static Executables Locate() => new()
    {
        VectorHost = Find("measured/vectorhost", "vectorhost"),
        EmptyProcess = Find("bin/VectorHost.Benchmarks.EmptyProcess/release", "VectorHost.Benchmarks.EmptyProcess"),
        Servers = Find("bin/VectorHost.Benchmarks.Servers/release", "VectorHost.Benchmarks.Servers"),
        Benchmarks = Find("measured/benchmarks", "VectorHost.Benchmarks"),
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

    private static string Find(string folder, string name)
    {
        // This program is in bin/PROJECT/CONFIGURATION of the folder of all outputs.
        DirectoryInfo output = new(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory));
        string file = Path.Combine(output.Parent!.Parent!.Parent!.FullName, folder, OperatingSystem.IsWindows() ? name + ".exe" : name);
        return File.Exists(file)
            ? file
            : throw new BenchmarkException($"{file} has not been made: run this with 'dotnet run -c Release --project tests/VectorHost.Benchmarks'.");
    }
}
