using System.Diagnostics;
using VectorHost.TestSupport;

namespace VectorHost.EndToEnd.Tests.Harness;

/// <summary>A user of a test's own: a home with nothing in it, and ways to run the program there.</summary>
public sealed class Sandbox : IDisposable
{
    private static readonly string[] Inherited = ["PATH", "TMPDIR", "LANG", "LD_LIBRARY_PATH", "SYSTEMROOT", "TEMP", "TMP"];

    private readonly TemporaryFolder _folder = new();
    private readonly Dictionary<string, string> _environment = [];

    /// <summary>Makes an empty home.</summary>
    public Sandbox()
    {
        Directory.CreateDirectory(WorkingDirectory);
        _environment["HOME"] = _folder.At("home");
        _environment["XDG_DATA_HOME"] = _folder.At("home/data");
        _environment["XDG_CACHE_HOME"] = _folder.At("home/cache");
        _environment["XDG_CONFIG_HOME"] = _folder.At("home/settings");
        _environment["DOTNET_ROOT"] = Path.GetDirectoryName(Product.Dotnet)!;
        _environment["DOTNET_NOLOGO"] = "1";
        _environment["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1";
        Directory.CreateDirectory(_environment["HOME"]);
    }

    /// <summary>What is run; by default the built executable.</summary>
    public IReadOnlyList<string> Program { get; set; } = [Product.Dotnet, Product.Program];

    /// <summary>The program's environment, beyond what every process needs.</summary>
    public IDictionary<string, string> Environment => _environment;

    /// <summary>The folder that commands are run in: empty, and no repository.</summary>
    public string WorkingDirectory => _folder.At("elsewhere");

    /// <summary>The user's configuration file, not yet there.</summary>
    public string UserConfiguration => _folder.At("home/settings/vectorhost/vectorhost.json");

    /// <summary>The embedded store's file.</summary>
    public string StoreFile => _folder.At("home/data/vectorhost/sqlite/vectors.db");

    /// <summary>The folder of everything that can be made again.</summary>
    public string Cache => _folder.At("home/cache");

    /// <summary>The absolute path of something in the sandbox.</summary>
    public string At(string relativePath) => _folder.At(relativePath);

    /// <summary>Writes a file.</summary>
    /// <returns>Its absolute path.</returns>
    public string Write(string relativePath, string text) => _folder.Write(relativePath, text);

    /// <summary>Makes an empty repository.</summary>
    public RepositoryOnDisk NewRepository(string name = "shop", bool isGit = true) => new(_folder.At($"code/{name}"), isGit);

    /// <summary>Runs the program to its end.</summary>
    public async Task<RunResult> RunAsync(params string[] arguments)
    {
        using RunningProgram program = Start(arguments);
        return await program.WaitAsync();
    }

    /// <summary>Starts the program.</summary>
    public RunningProgram Start(params string[] arguments) => Start([], arguments);

    /// <summary>Starts the program through another, such as one that takes rights away.</summary>
    /// <param name="launcher">The other program with its arguments.</param>
    /// <param name="arguments">The program's own arguments.</param>
    public RunningProgram Start(IReadOnlyList<string> launcher, IReadOnlyList<string> arguments)
    {
        string[] command = [.. launcher, .. Program, .. arguments];
        ProcessStartInfo start = new(command[0], command[1..]) { WorkingDirectory = WorkingDirectory };
        foreach (string name in start.Environment.Keys.Except(Inherited, StringComparer.OrdinalIgnoreCase).ToList())
        {
            start.Environment.Remove(name);
        }

        foreach ((string name, string value) in _environment)
        {
            start.Environment[name] = value;
        }

        return new RunningProgram(start);
    }

    public void Dispose() => _folder.Dispose();
}
