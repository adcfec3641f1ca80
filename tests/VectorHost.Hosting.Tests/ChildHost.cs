using System.Buffers.Binary;
using System.Diagnostics;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;
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
        using VectorHost.Hosting.Lifetime;
        using Microsoft.Extensions.Configuration;
        using Microsoft.Extensions.Logging;

        if (Environment.GetEnvironmentVariable("AS_SINGLE_FILE") is not null)
        {
            // There, no assembly has a file of its own, and the runtime lists none.
            AppContext.SetData("TRUSTED_PLATFORM_ASSEMBLIES", "");
        }

        try
        {
            await RunAsync(args);
        }
        catch (PluginHostException exception)
        {
            Console.WriteLine($"refused {exception.Code} {exception.Message}");
        }

        Console.WriteLine("end");

        static async Task RunAsync(string[] args)
        {
            await using PluginHost host = PluginHost.Open(new PluginHostOptions
            {
                PluginsDirectory = args[0],
                CacheDirectory = args[1],
                SurvivesLooseExceptions = Environment.GetEnvironmentVariable("SURVIVE") is not null,
            });
            foreach (var plugin in host.Catalog.Plugins)
            {
                Console.WriteLine($"{plugin.Name} {plugin.State} {string.Join(",", plugin.Problems.Select(p => p.Code + " " + p.File + " " + p.Cause))}");
            }

            if (Environment.GetEnvironmentVariable("WATCH") is not null)
            {
                await WatchAsync(args[1]);
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
                    for (int i = 0; i < 200 && Environment.GetEnvironmentVariable("SURVIVE") is not null && host.LoadedPlugins[0].Fault is null; i++)
                    {
                        await Task.Delay(100);
                    }

                    Console.WriteLine($"then {host.LoadedPlugins[0].State} {host.LoadedPlugins[0].Fault}");
                }
                catch (Exception exception)
                {
                    Console.WriteLine("failed " + exception.Message);
                }
            }
        }

        // Watches a folder of its own, which becomes unreadable for a while, and tells what it sees.
        static async Task WatchAsync(string cache)
        {
            string plugins = Directory.CreateDirectory(Path.Combine(cache, "watched")).FullName;
            var time = new CountingTime();
            await using PluginHost host = PluginHost.Open(
                new PluginHostOptions
                {
                    PluginsDirectory = plugins,
                    CacheDirectory = cache,
                    Reload = new ReloadOptions { QuietPeriod = TimeSpan.FromMilliseconds(10), UnfinishedPeriod = TimeSpan.FromMilliseconds(10), PollInterval = TimeSpan.FromMilliseconds(20) },
                },
                new ConsoleLogs(),
                time);
            var changed = new TaskCompletionSource();
            host.PluginChanged += (_, arguments) =>
            {
                Console.WriteLine($"changed {arguments.Change.Kind} {arguments.Change.Plugin}");
                changed.TrySetResult();
            };
            using var end = new CancellationTokenSource();
            File.SetUnixFileMode(plugins, UnixFileMode.None);
            Task watching = host.WatchAsync(end.Token);
            for (int seen = time.Waits; time.Waits < seen + 3 && !watching.IsCompleted;)
            {
                await Task.Delay(5);
            }

            Console.WriteLine($"ended: {watching.IsCompleted} {watching.Exception?.InnerException?.GetType().Name}");
            File.SetUnixFileMode(plugins, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            Directory.CreateDirectory(Path.Combine(plugins, "Late"));
            File.WriteAllText(Path.Combine(plugins, "Late", "Late.dll"), "text");
            await Task.WhenAny(changed.Task, watching);
            end.Cancel();
            await watching.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        sealed class CountingTime : TimeProvider
        {
            private int _waits;

            public int Waits => Volatile.Read(ref _waits);

            public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
            {
                Interlocked.Increment(ref _waits);
                return base.CreateTimer(callback, state, dueTime, period);
            }
        }

        sealed class ConsoleLogs : ILoggerFactory, ILogger
        {
            public void AddProvider(ILoggerProvider provider) { }
            public ILogger CreateLogger(string categoryName) => this;
            public void Dispose() { }
            public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;
            public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;
            public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
                Console.WriteLine($"log {eventId.Id} {formatter(state, exception)}");
        }
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
            { "runtimeOptions": { "tfm": "net10.0", "framework": { "name": "Microsoft.NETCore.App", "version": "{{System.Environment.Version}}" },
              "configProperties": { "System.Globalization.Invariant": true, "System.Globalization.PredefinedCulturesOnly": false } } }
            """);
        OpenToAll(folder.Path);
    }

    /// <summary>Environment variables for it.</summary>
    public Dictionary<string, string> Environment { get; } = new(StringComparer.Ordinal);

    /// <summary>Gives it the contract in another version, with nothing else changed.</summary>
    public void ChangeContract(int major, int minor)
    {
        string file = Path.Combine(Path.GetDirectoryName(_program)!, "VectorHost.Abstractions.dll");
        byte[] bytes = File.ReadAllBytes(file);
        using (var executable = new PEReader(new MemoryStream(bytes)))
        {
            // A row begins with four bytes of a hash's kind; the version follows (ECMA-335 II.22.2).
            int version = executable.PEHeaders.MetadataStartOffset +
                executable.GetMetadataReader().GetTableMetadataOffset(TableIndex.Assembly) + sizeof(int);
            BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(version), (ushort)major);
            BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(version + sizeof(ushort)), (ushort)minor);
        }

        File.WriteAllBytes(file, bytes);
    }

    /// <summary>Runs it, without the rights of root.</summary>
    public async Task<(int ExitCode, string Output)> RunAsync(CancellationToken cancellationToken, params string[] arguments)
    {
        string dotnet = System.Environment.ProcessPath is { } path && Path.GetFileNameWithoutExtension(path) == "dotnet" ? path : "dotnet";
        string[] command = [dotnet, "exec", _program, .. arguments];
        if (System.Environment.IsPrivilegedProcess && OperatingSystem.IsLinux())
        {
            command = ["setpriv", $"--reuid={Nobody}", $"--regid={Nobody}", "--clear-groups", .. command];
        }

        var start = new ProcessStartInfo(command[0], command[1..]) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["DOTNET_DbgEnableMiniDump"] = "0";
        start.Environment["HOME"] = "/nonexistent";
        foreach ((string name, string value) in Environment)
        {
            start.Environment[name] = value;
        }

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
