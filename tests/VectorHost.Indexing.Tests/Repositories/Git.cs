using System.Diagnostics;
using VectorHost.Indexing.Repositories;
using VectorHost.TestSupport;

namespace VectorHost.Indexing.Tests.Repositories;

/// <summary>Runs the real git, with settings of its own in place of the user's.</summary>
internal sealed class Git : IDisposable
{
    private readonly TemporaryFolder _home = new();

    public UserFolders Folders => new() { Home = _home.Path, Configuration = _home.At("settings") };

    public TemporaryFolder Home => _home;

    public string Run(string folder, string? input, params string[] arguments)
    {
        ProcessStartInfo start = new("git", arguments)
        {
            WorkingDirectory = folder,
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["HOME"] = Folders.Home;
        start.Environment["XDG_CONFIG_HOME"] = Folders.Configuration;
        start.Environment["GIT_CONFIG_NOSYSTEM"] = "1";
        using Process process = Process.Start(start)!;
        Task<string> error = process.StandardError.ReadToEndAsync();
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        process.StandardInput.Write(input);
        process.StandardInput.Close();
        process.WaitForExit();
        Assert.That(process.ExitCode, Is.Zero.Or.EqualTo(1), () => $"git {string.Join(' ', arguments)}: {error.GetAwaiter().GetResult()}");
        return output.GetAwaiter().GetResult();
    }

    /// <summary>The files that git would add, in ordinal order: what is not ignored.</summary>
    public string[] FilesNotIgnored(string folder) =>
        [.. Run(folder, null, "ls-files", "-z", "--others", "--exclude-standard").Split('\0', StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal)];

    public string[] Walk(string folder, WalkOptions? options = null) =>
        [.. new RepositoryWalker(Folders).Walk(folder, options ?? new WalkOptions(), new SkipCounter()).Select(static file => file.Path)];

    public void Dispose() => _home.Dispose();
}
