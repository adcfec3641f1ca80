using System.Diagnostics;

namespace VectorHost.Plugins.Sqlite.Tests.Processes;

/// <summary>Runs this assembly as a process of its own: see <see cref="Program"/>.</summary>
internal static class ChildProcess
{
    private const int SignalExitCode = 128;

    /// <summary>Runs a command to its end.</summary>
    /// <returns>The lines that it printed.</returns>
    public static async Task<string[]> RunAsync(params string[] arguments)
    {
        using Process process = Start(arguments);
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.That(process.ExitCode, Is.Zero, await errors);
        return (await output).Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    /// <summary>Runs a command that is killed by what it does itself.</summary>
    /// <param name="signal">The signal that has to end it.</param>
    /// <param name="arguments">The command.</param>
    public static async Task RunUntilKilledAsync(int signal, params string[] arguments)
    {
        using Process process = Start(arguments);
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.That(process.ExitCode, Is.EqualTo(SignalExitCode + signal), $"{await output}{await errors}");
    }

    private static Process Start(string[] arguments) =>
        Process.Start(new ProcessStartInfo(Environment.ProcessPath!, ["exec", typeof(ChildProcess).Assembly.Location, .. arguments])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
}
