using System.Diagnostics;

namespace VectorHost.Plugins.Sqlite.Tests.Processes;

/// <summary>Runs this assembly as a process of its own: see <see cref="Program"/>.</summary>
internal static class ChildProcess
{
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

    /// <summary>Runs a command that does not end, and kills it.</summary>
    /// <param name="until">When.</param>
    /// <param name="arguments">The command.</param>
    public static async Task KillAsync(Func<bool> until, params string[] arguments)
    {
        using Process process = Start(arguments);
        while (!until())
        {
            Assert.That(process.HasExited, Is.False, "it was to be killed");
            await Task.Yield();
        }

        process.Kill();
        await process.WaitForExitAsync();
    }

    private static Process Start(string[] arguments) =>
        Process.Start(new ProcessStartInfo(Environment.ProcessPath!, ["exec", typeof(ChildProcess).Assembly.Location, .. arguments])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
}
