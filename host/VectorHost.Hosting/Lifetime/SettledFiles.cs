using VectorHost.Hosting.Discovery;
using VectorHost.Hosting.Loading;

namespace VectorHost.Hosting.Lifetime;

/// <summary>Waits until nobody writes a plugin's files any more, and reads what they are then.</summary>
internal sealed class SettledFiles(Func<PluginScan> scan, ReloadOptions options, TimeProvider time)
{
    /// <summary>Waits until the files have the same names, lengths, times and bytes for the quiet period.</summary>
    /// <param name="directory">The folder of plugins, without links.</param>
    /// <param name="name">The plugin's name.</param>
    /// <param name="cancellationToken">Cancels the waiting.</param>
    /// <returns>What has that name: none or one, or two where both a folder and a file have it.</returns>
    /// <exception cref="PluginLoadException">They went on changing.</exception>
    public async Task<IReadOnlyList<PluginDescriptor>> WaitAsync(string directory, string name, CancellationToken cancellationToken)
    {
        long start = time.GetTimestamp();
        long since = start;
        string? seen = Fingerprint(directory, name);
        while (true)
        {
            await Task.Delay(options.QuietPeriod, time, cancellationToken).ConfigureAwait(false);
            string? now = Fingerprint(directory, name);
            if (now is null || now != seen)
            {
                seen = now;
                since = time.GetTimestamp();
            }
            else
            {
                PluginDescriptor[] plugins = [.. scan().Plugins.Where(plugin => plugin.Name == name)];
                bool isUsable = plugins.Length > 0 && plugins.All(plugin => plugin.State != PluginState.Rejected);
                if (isUsable || time.GetElapsedTime(since) >= options.UnfinishedPeriod)
                {
                    return plugins;
                }
            }

            if (time.GetElapsedTime(start) >= options.SettleTimeout)
            {
                throw new PluginLoadException(PluginProblems.NeverSettled(Path.Combine(directory, name), options.SettleTimeout));
            }
        }
    }

    /// <summary>The state of everything with a plugin's name, in a form that can be compared.</summary>
    /// <returns><see langword="null"/> while something is on the move.</returns>
    private static string? Fingerprint(string directory, string name)
    {
        try
        {
            return string.Join('\n', PluginPlace.ReadFiles(directory, name).Select(file =>
                $"{file.FullPath}|{file.Length}|{file.LastWriteTimeUtc.Ticks}|{Convert.ToHexString(PluginContent.HashFile(file.FullPath))}"));
        }
        catch (UnauthorizedAccessException exception)
        {
            // That does not pass by waiting.
            return exception.Message;
        }
        catch (IOException)
        {
            return null;
        }
    }
}
