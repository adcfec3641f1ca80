using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace VectorHost.EndToEnd.Tests.Harness;

/// <summary>A process that a test started, and what it has written so far.</summary>
public sealed class RunningProgram : IDisposable
{
    private readonly Process _process;
    private readonly string _command;
    private readonly Task<string> _output;
    private readonly Task _readingError;
    private readonly StringBuilder _error = new();
    private readonly Lock _gate = new();
    private readonly List<(string Text, TaskCompletionSource Seen)> _awaited = [];

    /// <summary>Far beyond what it takes, also on a slow machine: whoever gets here hangs, and is killed.</summary>
    public TimeSpan TimeLimit { get; init; } = TimeSpan.FromMinutes(3);

    /// <summary>Starts a process, whose input is empty.</summary>
    public RunningProgram(ProcessStartInfo start)
    {
        start.UseShellExecute = false;
        start.RedirectStandardInput = true;
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        start.StandardOutputEncoding = Encoding.UTF8;
        start.StandardErrorEncoding = Encoding.UTF8;
        _command = string.Join(' ', [Path.GetFileName(start.FileName), .. start.ArgumentList]);
        _process = Process.Start(start)!;
        _process.StandardInput.Close();
        _output = _process.StandardOutput.ReadToEndAsync();
        _readingError = ReadErrorAsync();
    }

    /// <summary>Whether it has ended.</summary>
    public bool HasExited => _process.HasExited;

    /// <summary>Waits for the end; kills what does not end.</summary>
    /// <param name="cancellationToken">Ends the wait and leaves the process running.</param>
    public async Task<RunResult> WaitAsync(CancellationToken cancellationToken = default)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(TimeLimit);
        try
        {
            await _process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            Kill();
            Assert.Fail($"Ended after {TimeLimit.TotalMinutes} minutes. {(await ResultAsync()).Describe()}");
        }

        return await ResultAsync();
    }

    /// <summary>Waits until a text stands on standard error.</summary>
    public async Task WaitForErrorTextAsync(string text)
    {
        TaskCompletionSource seen = new(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
        {
            if (_error.ToString().Contains(text, StringComparison.Ordinal))
            {
                return;
            }

            _awaited.Add((text, seen));
        }

        Task first = await Task.WhenAny(seen.Task, _readingError, Task.Delay(TimeLimit));
        if (first != seen.Task && !seen.Task.IsCompleted)
        {
            Kill();
            Assert.Fail($"'{text}' was never written. {(await ResultAsync()).Describe()}");
        }
    }

    /// <summary>Waits until something is true that the running process brings about.</summary>
    /// <returns>Whether it became true before the process ended.</returns>
    public Task<bool> WaitUntilAsync(Func<bool> condition) => WaitUntilAsync(() => Task.FromResult(condition()));

    /// <inheritdoc cref="WaitUntilAsync(Func{bool})"/>
    public async Task<bool> WaitUntilAsync(Func<Task<bool>> condition)
    {
        while (!await condition())
        {
            if (_process.HasExited)
            {
                return await condition();
            }

            await Task.Delay(1);
        }

        return true;
    }

    /// <summary>Ends it without a chance to tidy up, as <c>kill -9</c> does; nothing if it has ended.</summary>
    public void Kill() => _process.Kill(entireProcessTree: true);

    /// <summary>Sends it a signal, such as <c>INT</c>.</summary>
    public void Signal(string name)
    {
        using Process kill = Process.Start("kill", [$"-{name}", _process.Id.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
        Assert.That(kill.ExitCode, Is.Zero, $"kill -{name}");
    }

    public void Dispose()
    {
        Kill();
        _process.Dispose();
    }

    private async Task<RunResult> ResultAsync()
    {
        await _readingError;
        string error;
        lock (_gate)
        {
            error = _error.ToString();
        }

        await _process.WaitForExitAsync();
        return new RunResult(_command, _process.ExitCode, await _output, error);
    }

    private async Task ReadErrorAsync()
    {
        while (await _process.StandardError.ReadLineAsync() is { } line)
        {
            lock (_gate)
            {
                _error.Append(line).Append('\n');
                foreach ((_, TaskCompletionSource seen) in _awaited.Where(awaited => line.Contains(awaited.Text, StringComparison.Ordinal)))
                {
                    seen.TrySetResult();
                }
            }
        }
    }
}
