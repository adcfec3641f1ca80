using System.Globalization;

namespace VectorHost.Benchmarks.Comparisons;

/// <summary>This program as a process of its own that finds plugins in one way, so that no way profits from another's compiling.</summary>
internal static class DiscoveryProcess
{
    private const string Command = "only-discover";
    private const string Once = "once";
    private const string Often = "often";
    private const int WarmUps = 30;
    private const int Passes = 20;

    /// <summary>After the warm-up: the runtime compiles hot methods anew in the background, and begins 100 ms after the last new one.</summary>
    private static readonly TimeSpan CompilerPause = TimeSpan.FromMilliseconds(300);

    /// <summary>Does the work where this program was started as a process of its own for it.</summary>
    /// <param name="arguments">The command line.</param>
    /// <returns>Whether it was.</returns>
    /// <exception cref="InvalidOperationException">The way did not find what is there.</exception>
    public static bool TryRun(string[] arguments)
    {
        if (arguments is not [Command, string mode, string way, string root, string expected])
        {
            return false;
        }

        Func<string, int> find = WayOf(way);
        int found = find(root);
        if (way != DiscoveryWays.Nothing && found.ToString(CultureInfo.InvariantCulture) != expected)
        {
            throw new InvalidOperationException($"{way} found {found} plugins of {expected}.");
        }

        if (mode == Often)
        {
            int loaded = AppDomain.CurrentDomain.GetAssemblies().Count(assembly => assembly.GetName().Name!.StartsWith("Acme.", StringComparison.Ordinal));
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{loaded} {SecondsOfPass(find, root)}"));
        }

        return true;
    }

    /// <summary>The command line for one pass.</summary>
    public static IEnumerable<string> OnceArguments(string way, string root, int plugins) => Arguments(Once, way, root, plugins);

    /// <summary>
    /// The command line for many passes. Prints how many assemblies of plugins the first one loaded, and the processor time
    /// of one pass when everything has been compiled, in seconds.
    /// </summary>
    public static IEnumerable<string> OftenArguments(string way, string root, int plugins) => Arguments(Often, way, root, plugins);

    private static string[] Arguments(string mode, string way, string root, int plugins) =>
        [Command, mode, way, root, plugins.ToString(CultureInfo.InvariantCulture)];

    private static double SecondsOfPass(Func<string, int> find, string root)
    {
        for (int i = 0; i < WarmUps; i++)
        {
            find(root);
        }

        Thread.Sleep(CompilerPause);
        TimeSpan start = Environment.CpuUsage.TotalTime;
        for (int i = 0; i < Passes; i++)
        {
            find(root);
        }

        return (Environment.CpuUsage.TotalTime - start).TotalSeconds / Passes;
    }

    // Only the method that is asked for is compiled.
    private static Func<string, int> WayOf(string way) => way switch
    {
        DiscoveryWays.Nothing => _ => 0,
        nameof(DiscoveryWays.MainAssemblies) => DiscoveryWays.MainAssemblies,
        nameof(DiscoveryWays.AllAssemblies) => DiscoveryWays.AllAssemblies,
        nameof(DiscoveryWays.AllFiles) => DiscoveryWays.AllFiles,
        nameof(DiscoveryWays.Scanner) => DiscoveryWays.Scanner,
        nameof(DiscoveryWays.LoadContexts) => DiscoveryWays.LoadContexts,
        nameof(DiscoveryWays.MetadataLoadContexts) => DiscoveryWays.MetadataLoadContexts,
        _ => throw new InvalidOperationException($"There is no way '{way}' to find plugins."),
    };
}
