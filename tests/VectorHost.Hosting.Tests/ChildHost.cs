using System.Diagnostics;
using Microsoft.CodeAnalysis;
using VectorHost.TestSupport;

namespace VectorHost.Hosting.Tests;

/// <summary>
/// A host in a process of its own: one that may be killed, and that runs without the rights of root, whom no file
/// permission stops.
/// </summary>
public sealed class ChildHost
{
    private const string Nobody = "65534";

    private const string Program = """
        using VectorHost.Hosting;
        using VectorHost.Abstractions;
        using Microsoft.Extensions.Configuration;

        await using PluginHost host = PluginHost.Open(new PluginHostOptions { PluginsDirectory = args[0], CacheDirectory = args[1] });
        foreach (var plugin in host.Catalog.Plugins)
        {
            Console.WriteLine($"{plugin.Name} {plugin.State} {string.Join(",", plugin.Problems.Select(p => p.Code + " " + p.File))}");
        }

        if (args.Length > 2)
        {
            try
            {
                IVectorStore store = await host.CreateStoreAsync(args[2], new VectorStoreContext
                {
                    Backend = args[2], Configuration = null!, LoggerFactory = Microsoft.Extensions.Logging.Abstractions.NullLoggerFactory.Instance,
                    RepositoryRoot = "/", DataDirectory = "/", CollectionName = "none", CreateHttpHandler = () => null!,
                });
                Console.WriteLine("count " + await store.CountAsync(RecordFilter.All));
            }
            catch (Exception exception)
            {
                Console.WriteLine("failed " + exception.Message);
            }
        }

        Console.WriteLine("end");
        """;

    private readonly string _program;

    /// <summary>Makes the program.</summary>
    public ChildHost(TemporaryFolder folder)
    {
        ArgumentNullException.ThrowIfNull(folder);
        string directory = folder.At("child");
        _program = new PluginBuild("Child")
        {
            Source = Program,
            OutputKind = OutputKind.ConsoleApplication,
            References = [MetadataReference.CreateFromFile(typeof(PluginHost).Assembly.Location)],
        }.WriteTo(directory);
        foreach (string pattern in new[] { "VectorHost.Abstractions.dll", "VectorHost.Hosting.dll", "Microsoft.Extensions.*.dll" })
        {
            foreach (string library in Directory.GetFiles(AppContext.BaseDirectory, pattern))
            {
                File.Copy(library, Path.Combine(directory, Path.GetFileName(library)));
            }
        }

        File.WriteAllText(Path.ChangeExtension(_program, ".runtimeconfig.json"), $$"""
            { "runtimeOptions": { "tfm": "net10.0", "framework": { "name": "Microsoft.NETCore.App", "version": "{{Environment.Version}}" },
              "configProperties": { "System.Globalization.Invariant": true } } }
            """);
        OpenToAll(folder.Path);
    }

    /// <summary>Runs it, without the rights of root.</summary>
    public async Task<(int ExitCode, string Output)> RunAsync(CancellationToken cancellationToken, params string[] arguments)
    {
        string dotnet = Environment.ProcessPath is { } path && Path.GetFileNameWithoutExtension(path) == "dotnet" ? path : "dotnet";
        string[] command = [dotnet, "exec", _program, .. arguments];
        if (Environment.IsPrivilegedProcess && OperatingSystem.IsLinux())
        {
            command = ["setpriv", $"--reuid={Nobody}", $"--regid={Nobody}", "--clear-groups", .. command];
        }

        var start = new ProcessStartInfo(command[0], command[1..]) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["DOTNET_DbgEnableMiniDump"] = "0";
        start.Environment["HOME"] = "/nonexistent";
        using Process process = Process.Start(start)!;
        try
        {
            Task<string> errors = process.StandardError.ReadToEndAsync(cancellationToken);
            string output = await process.StandardOutput.ReadToEndAsync(cancellationToken);
            await process.WaitForExitAsync(cancellationToken);
            await TestContext.Out.WriteLineAsync(output + await errors);
            return (process.ExitCode, output);
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill();
            }
        }
    }

    private static void OpenToAll(string directory)
    {
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(directory, (UnixFileMode)0b111_101_101);
        }
    }
}
