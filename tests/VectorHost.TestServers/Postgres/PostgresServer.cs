using System.Diagnostics;
using System.Globalization;
using VectorHost.TestSupport;

namespace VectorHost.TestServers.Postgres;

/// <summary>
/// A PostgreSQL 17 with pgvector of its own: a fresh data folder, a free port of this machine, one administrator who
/// logs in with a password. It ends with this process at the latest, however that ends.
/// </summary>
/// <remarks>PostgreSQL refuses to run as root: there it runs as nobody, from a copy that nobody can read.</remarks>
public sealed class PostgresServer : IAsyncDisposable
{
    private const int NobodyId = 65_534;

    // A shell between us and the server, whose input we hold open: when we are gone it ends the server, and removes the
    // folder. Where the server ends before us, that is our business.
    private const string Guard = """
        folder=$1
        shift
        exec 3<&0
        "$@" 3<&- &
        server=$!
        { read -r _ <&3; kill -QUIT $server; } 2>/dev/null &
        reader=$!
        wait $server
        kill $reader 2>/dev/null
        wait $reader && rm -rf "$folder"
        """;

    private static readonly Lazy<Task<PostgresServer>> SharedServer = new(() => StartAsync());

    private readonly TemporaryFolder _folder = new();
    private readonly List<string> _log = [];
    private readonly string[] _options;
    private string _tree;
    private Process? _guard;

    private PostgresServer(string tree, string[] options)
    {
        _tree = tree;
        _options = options;
    }

    /// <summary>The administrator's name.</summary>
    public static string Username => "postgres";

    /// <summary>The administrator's password: long enough to be looked for in messages.</summary>
    public static string Password => "opensesame-4711";

    /// <summary>The port on 127.0.0.1; the same after a restart.</summary>
    public int Port { get; } = LoopbackPorts.FindUnused();

    /// <summary>A connection string of the administrator.</summary>
    public string ConnectionString => $"Host=127.0.0.1;Port={Port};Username={Username};Password={Password};Database=postgres";

    private string DataFolder => _folder.At("data");

    private string Program(string name) => Path.Combine(_tree, "usr/lib/postgresql/17/bin", name);

    /// <summary>The server that tests share which do it no harm; each keeps to a schema of its own.</summary>
    /// <remarks>Where PostgreSQL is not installed the test that asks is skipped, or fails in CI.</remarks>
    public static Task<PostgresServer> GetSharedAsync()
    {
        InstalledServers.Require("postgres");
        return SharedServer.Value;
    }

    /// <summary>Starts a server; dispose it to stop it and delete its data.</summary>
    /// <param name="options">More settings, such as <c>max_connections=10</c>.</param>
    public static async Task<PostgresServer> StartAsync(params string[] options)
    {
        string tree = Path.Combine(InstalledServers.Require("postgres"), "tree");
        PostgresServer server = new(tree, options);
        try
        {
            await server.InitializeAsync();
            await server.StartAgainAsync();
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>Ends the server as power loss would: at once, with every process of it.</summary>
    public async Task KillAsync()
    {
        Process guard = _guard ?? throw new InvalidOperationException("The server does not run.");
        string[] lines = await File.ReadAllLinesAsync(Path.Combine(DataFolder, "postmaster.pid"));
        int postmaster = int.Parse(lines[0], CultureInfo.InvariantCulture);
        Process[] workers = [.. ChildrenOf(postmaster)];
        using (var process = Process.GetProcessById(postmaster))
        {
            process.Kill();
        }

        // As long as one of them lives, the next server refuses the folder.
        foreach (Process worker in workers)
        {
            using (worker)
            {
                worker.Kill();
                await worker.WaitForExitAsync();
            }
        }

        await guard.WaitForExitAsync();
        guard.Dispose();
        _guard = null;
    }

    /// <summary>Starts the server on the data that is there, and waits until it takes connections.</summary>
    public async Task StartAgainAsync()
    {
        string[] command =
        [
            Program("postgres"), "-D", DataFolder, "-c", "listen_addresses=127.0.0.1", "-c", $"port={Port}",
            "-c", $"unix_socket_directories={DataFolder}", "-c", "timezone=GMT", "-c", "log_timezone=GMT", "-c", "jit=off",

            // What reached the system survives the end of the server; only that of the machine would need more.
            "-c", "fsync=off",
            .. _options.SelectMany(option => new[] { "-c", option }),
        ];
        TaskCompletionSource ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
        Process guard = new()
        {
            StartInfo = StartInfo("/bin/sh", ["-c", Guard, "sh", _folder.Path, .. Unprivileged(command)]),
            EnableRaisingEvents = true,
        };
        guard.ErrorDataReceived += (_, line) => Note(line.Data, ready);
        guard.Exited += (_, _) => ready.TrySetException(new InvalidOperationException($"PostgreSQL ended before it was ready:\n{Log}"));
        guard.Start();
        guard.BeginErrorReadLine();
        _guard = guard;
        await ready.Task.WaitAsync(TimeSpan.FromMinutes(1));
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_guard is not null)
        {
            await KillAsync();
        }

        _folder.Dispose();
    }

    private string Log
    {
        get
        {
            lock (_log)
            {
                return string.Join('\n', _log);
            }
        }
    }

    private async Task InitializeAsync()
    {
        string passwordFile = _folder.Write("password", Password);
        Directory.CreateDirectory(DataFolder);
        if (Environment.IsPrivilegedProcess && !OperatingSystem.IsWindows())
        {
            // The installation is in a home folder, which others may not enter: a copy, of links where that can be.
            File.SetUnixFileMode(_folder.Path, (UnixFileMode)0b111_101_101);
            string copy = _folder.At("tree");
            await RunAsync("/bin/sh", ["-c", """cp -al "$1" "$2" 2>/dev/null || { rm -rf "$2" && cp -a "$1" "$2"; }""", "sh", _tree, copy]);
            _tree = copy;
            await RunAsync("chown", [$"{NobodyId}:{NobodyId}", DataFolder, passwordFile]);
        }

        string[] command =
        [
            Program("initdb"), "-D", DataFolder, "-U", Username, $"--pwfile={passwordFile}",
            "-A", "scram-sha-256", "-E", "UTF8", "--locale=C", "--no-sync", "--no-instructions",
        ];
        string[] unprivileged = Unprivileged(command);
        await RunAsync(unprivileged[0], unprivileged[1..]);
    }

    /// <summary>The same command without the rights of root, as far as we have them.</summary>
    private static string[] Unprivileged(string[] command) => Environment.IsPrivilegedProcess
        ? ["setpriv", $"--reuid={NobodyId}", $"--regid={NobodyId}", "--clear-groups", .. command]
        : command;

    private void Note(string? line, TaskCompletionSource ready)
    {
        if (line is null)
        {
            return;
        }

        lock (_log)
        {
            _log.Add(line);
        }

        if (line.Contains("ready to accept connections", StringComparison.Ordinal))
        {
            ready.TrySetResult();
        }
    }

    private static async Task RunAsync(string program, string[] arguments)
    {
        using Process process = Process.Start(StartInfo(program, arguments))!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{program} failed: {await errors}");
        }
    }

    private static ProcessStartInfo StartInfo(string program, IEnumerable<string> arguments)
    {
        ProcessStartInfo info = new(program, arguments)
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = "/",
        };
        info.Environment["LC_ALL"] = "C";
        return info;
    }

    private static IEnumerable<Process> ChildrenOf(int parent)
    {
        foreach (Process process in Process.GetProcesses())
        {
            if (ParentOf(process.Id) == parent)
            {
                yield return process;
            }
            else
            {
                process.Dispose();
            }
        }
    }

    private static int ParentOf(int processId)
    {
        try
        {
            // After the name, which may hold anything but ends with the last parenthesis: the state, then the parent.
            string status = File.ReadAllText($"/proc/{processId}/stat");
            return int.Parse(status[(status.LastIndexOf(')') + 2)..].Split(' ')[1], CultureInfo.InvariantCulture);
        }
        catch (IOException)
        {
            // It has ended meanwhile.
            return 0;
        }
    }
}
