using System.Diagnostics;
using System.Globalization;

namespace VectorHost.Benchmarks.Measuring;

/// <summary>Runs processes and measures them from outside, from their start to their end.</summary>
internal static class MeasuredProcess
{
    /// <summary>Often enough for a peak, seldom enough not to disturb: the last moments of a short process may be missed.</summary>
    private static readonly TimeSpan MemoryPeriod = TimeSpan.FromMilliseconds(5);

    /// <summary>Runs a process to its end.</summary>
    /// <param name="start">The process, with both outputs redirected.</param>
    /// <param name="cancellationToken">Ends the process.</param>
    /// <exception cref="BenchmarkException">It failed.</exception>
    public static async Task<Usage> RunAsync(ProcessStartInfo start, CancellationToken cancellationToken)
    {
        double processor = ChildProcessorTime.Seconds();
        long started = Stopwatch.GetTimestamp();
        using Process process = Process.Start(start)!;
        using CancellationTokenRegistration kill = cancellationToken.Register(() => process.Kill(entireProcessTree: true));
        Task<string> output = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
        Task<string> errors = process.StandardError.ReadToEndAsync(CancellationToken.None);
        Task end = process.WaitForExitAsync(CancellationToken.None);
        long peak = 0;
        while (!end.IsCompleted)
        {
            peak = Math.Max(peak, PeakOf(process));
            await Task.WhenAny(end, Task.Delay(MemoryPeriod, CancellationToken.None));
        }

        TimeSpan wall = Stopwatch.GetElapsedTime(started);
        cancellationToken.ThrowIfCancellationRequested();
        await output;
        string complaint = await errors;
        if (process.ExitCode != 0)
        {
            throw Failed(start, process.ExitCode, complaint);
        }

        double cpu = ChildProcessorTime.IsKnown ? ChildProcessorTime.Seconds() - processor : process.TotalProcessorTime.TotalSeconds;
        return new Usage(wall.TotalSeconds, cpu, peak);
    }

    /// <summary>Runs a process to its end for what it says.</summary>
    /// <param name="start">The process, with both outputs redirected.</param>
    /// <param name="cancellationToken">Ends the process.</param>
    /// <exception cref="BenchmarkException">It failed.</exception>
    public static async Task<string> ReadAsync(ProcessStartInfo start, CancellationToken cancellationToken)
    {
        using Process process = Process.Start(start)!;
        using CancellationTokenRegistration kill = cancellationToken.Register(() => process.Kill(entireProcessTree: true));
        Task<string> output = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
        string complaint = await process.StandardError.ReadToEndAsync(CancellationToken.None);
        await process.WaitForExitAsync(CancellationToken.None);
        cancellationToken.ThrowIfCancellationRequested();
        return process.ExitCode == 0 ? await output : throw Failed(start, process.ExitCode, complaint);
    }

    private static BenchmarkException Failed(ProcessStartInfo start, int exitCode, string complaint) =>
        new($"{Path.GetFileName(start.FileName)} {string.Join(' ', start.ArgumentList)} ended with {exitCode}: {complaint.Trim()}");

    private static long PeakOf(Process process)
    {
        try
        {
            if (!OperatingSystem.IsLinux())
            {
                process.Refresh();
                return process.PeakWorkingSet64;
            }

            // One small file, where the class would also read those of every thread.
            string? line = File.ReadLines($"/proc/{process.Id}/status").FirstOrDefault(line => line.StartsWith("VmHWM:", StringComparison.Ordinal));
            return line is null ? 0 : long.Parse(line.AsSpan(6).Trim(" \tkB"), CultureInfo.InvariantCulture) * 1024;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or InvalidOperationException)
        {
            // It has ended.
            return 0;
        }
    }
}
