using System.Diagnostics;

namespace VectorHost.Plugins.Sqlite.Tests.Processes;

/// <summary>Runs this assembly as a process of its own: see <see cref="Program"/>.</summary>
internal static class ChildProcess
{
    /// <summary>Runs a command to its end.</summary>
    /// <returns>The lines that it printed.</returns>
    public static async Task<string[]> RunAsync(params string[] arguments)
    {
        ProcessStartInfo start = new(Environment.ProcessPath!, ["exec", typeof(ChildProcess).Assembly.Location, .. arguments])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.That(process.ExitCode, Is.Zero, await errors);
        return (await output).Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}
