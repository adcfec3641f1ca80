namespace VectorHost.Hosting.Tests;

/// <summary>Waits for what another thread or process will do.</summary>
public static class Eventually
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(5);

    /// <summary>Waits until something is so. Give a token with a limit.</summary>
    public static async Task IsTrueAsync(Func<bool> isSo, CancellationToken cancellationToken)
    {
        while (!isSo())
        {
            await Task.Delay(Pause, cancellationToken);
        }
    }
}
