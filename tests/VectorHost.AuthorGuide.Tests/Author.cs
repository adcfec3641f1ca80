using System.Diagnostics;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Text;
using VectorHost.TestSupport;

namespace VectorHost.AuthorGuide.Tests;

/// <summary>
/// Somebody who has an installed copy of VectorHost and the SDK, and nothing else: a home of their own, and no package of
/// VectorHost but those of the copy.
/// </summary>
public sealed class Author : IDisposable
{
    /// <summary>Far beyond what anything here takes: whoever gets there hangs, and is ended.</summary>
    private static readonly TimeSpan TimeLimit = TimeSpan.FromMinutes(6);

    private readonly TemporaryFolder _folder = new();
    private readonly Dictionary<string, string> _environment;

    /// <summary>Makes the home.</summary>
    public Author()
    {
        Directory.CreateDirectory(WorkingDirectory);
        LinkPublicPackages();
        string dotnet = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", ".."));
        _environment = new()
        {
            ["HOME"] = _folder.At("home"),
            ["DOTNET_CLI_HOME"] = _folder.At("home"),
            ["NUGET_PACKAGES"] = _folder.At("home/packages"),
            ["NUGET_FALLBACK_PACKAGES"] = _folder.At("public"),
            ["PATH"] = $"{dotnet}{Path.PathSeparator}{Environment.GetEnvironmentVariable("PATH")}",
            ["DOTNET_ROOT"] = dotnet,
            ["DOTNET_NOLOGO"] = "1",
            ["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1",
            // Servers that a build leaves running would keep the pipes of its output open.
            ["MSBUILDDISABLENODEREUSE"] = "1",
            ["UseSharedCompilation"] = "false",
        };
    }

    /// <summary>The source tree of VectorHost, which an author has not.</summary>
    public static string SourceDirectory { get; } = Path.TrimEndingDirectorySeparator(Metadata("SourceDirectory"));

    /// <summary>The installed copy.</summary>
    public string VectorHost => _folder.At("vectorhost");

    /// <summary>Where commands are run.</summary>
    public string WorkingDirectory => _folder.At("work");

    /// <summary>The absolute path of something in the author's world.</summary>
    public string At(string relativePath) => _folder.At(relativePath);

    /// <summary>Makes the installed copy, as <c>build/publish.sh</c> does.</summary>
    public async Task InstallAsync()
    {
        // The build of the product uses the packages of whoever runs the tests.
        ShellResult result = await RunAsync($"""
            unset HOME DOTNET_CLI_HOME NUGET_PACKAGES NUGET_FALLBACK_PACKAGES
            {(Environment.GetEnvironmentVariable("HOME") is { } home ? $"export HOME='{home}'" : "")}
            {(Environment.GetEnvironmentVariable("NUGET_PACKAGES") is { } packages ? $"export NUGET_PACKAGES='{packages}'" : "")}
            bash '{SourceDirectory}/build/publish.sh' '{VectorHost}'
            """);
        result.ShouldEndWith(0);
        _environment["VECTORHOST"] = VectorHost;
    }

    /// <summary>Runs the installed executable.</summary>
    public Task<ShellResult> VectorHostAsync(string arguments) => RunAsync($"\"$VECTORHOST/vectorhost\" {arguments}");

    /// <summary>Runs a script of shell commands in the working directory.</summary>
    public async Task<ShellResult> RunAsync(string script)
    {
        ProcessStartInfo start = new("bash", ["-s"])
        {
            WorkingDirectory = WorkingDirectory,
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
            StandardErrorEncoding = Encoding.UTF8,
        };
        foreach (string name in start.Environment.Keys.Where(name => name != "TMPDIR").ToList())
        {
            start.Environment.Remove(name);
        }

        foreach ((string name, string value) in _environment)
        {
            start.Environment[name] = value;
        }

        using Process shell = Process.Start(start)!;
        Task<string> output = shell.StandardOutput.ReadToEndAsync();
        Task<string> error = shell.StandardError.ReadToEndAsync();
        await shell.StandardInput.WriteAsync(script);
        shell.StandardInput.Close();
        using CancellationTokenSource limit = new(TimeLimit);
        try
        {
            await shell.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            shell.Kill(entireProcessTree: true);
            Assert.Fail($"Not done after {TimeLimit.TotalMinutes} minutes:\n{script}\n{await output}\n{await error}");
        }

        return new ShellResult(script, shell.ExitCode, await output, await error);
    }

    /// <inheritdoc/>
    public void Dispose() => _folder.Dispose();

    /// <summary>
    /// What was restored for this build need not be fetched again. Packages of VectorHost itself are left out: they may
    /// be of another day, and the author's must come from the installed copy.
    /// </summary>
    private void LinkPublicPackages()
    {
        Directory.CreateDirectory(_folder.At("public"));
        foreach (string package in Directory.EnumerateDirectories(Metadata("PackageDirectory")))
        {
            string name = Path.GetFileName(package);
            if (!name.StartsWith("vectorhost", StringComparison.OrdinalIgnoreCase))
            {
                Directory.CreateSymbolicLink(_folder.At($"public/{name}"), package);
            }
        }
    }

    private static string Metadata(string key) =>
        typeof(Author).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == key).Value!;
}
