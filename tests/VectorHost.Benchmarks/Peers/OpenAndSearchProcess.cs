using System.Globalization;
using System.Runtime.InteropServices;
using VectorHost.Abstractions;
using VectorHost.Benchmarks.Inputs;

namespace VectorHost.Benchmarks.Peers;

/// <summary>This program as a process of its own that loads the plugin, opens a store, asks questions and ends.</summary>
internal static class OpenAndSearchProcess
{
    private const string Command = "only-search";

    /// <summary>Does the work where this program was started as a process of its own for it.</summary>
    /// <param name="arguments">The command line.</param>
    /// <returns>Whether it was.</returns>
    public static bool TryRun(string[] arguments)
    {
        if (arguments is not [Command, string plugins, string folder, string input, string dimensions])
        {
            return false;
        }

        SearchAsync(plugins, folder, input, int.Parse(dimensions, CultureInfo.InvariantCulture)).GetAwaiter().GetResult();
        return true;
    }

    /// <summary>The command line.</summary>
    /// <param name="plugins">Where the plugins are.</param>
    /// <param name="folder">The folder of the store.</param>
    /// <param name="input">The folder that drivers read.</param>
    /// <param name="dimensions">How long a vector is.</param>
    public static IEnumerable<string> Arguments(string plugins, string folder, string input, int dimensions) =>
        [Command, plugins, folder, input, dimensions.ToString(CultureInfo.InvariantCulture)];

    private static async Task SearchAsync(string plugins, string folder, string input, int dimensions)
    {
        float[] questions = [.. MemoryMarshal.Cast<byte, float>(await File.ReadAllBytesAsync(Path.Combine(input, "queries.f32")))];

        // As the executable opens it, which ends with its work too.
        await using PluginStore store = await EmbeddedStore.OpenAsync(plugins, folder, CancellationToken.None, unloads: false);
        for (int first = 0; first < questions.Length; first += dimensions)
        {
            await store.Store.SearchAsync(new VectorQuery { Embedding = questions.AsMemory(first, dimensions), Top = PeerInput.Top });
        }
    }
}
