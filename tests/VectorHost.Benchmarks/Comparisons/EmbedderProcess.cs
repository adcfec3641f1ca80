using VectorHost.Benchmarks.Inputs;
using VectorHost.Indexing.Embedding;

namespace VectorHost.Benchmarks.Comparisons;

/// <summary>This program as a process of its own that gets an embedder ready: what a cold search pays before it asks.</summary>
internal static class EmbedderProcess
{
    /// <summary>Stands for an embedder where there is none.</summary>
    public const string None = "none";

    private const string Command = "only-embed";

    /// <summary>Does the work where this program was started as a process of its own for it.</summary>
    /// <param name="arguments">The command line.</param>
    /// <returns>Whether it was.</returns>
    public static bool TryRun(string[] arguments)
    {
        if (arguments is not [Command, string provider])
        {
            return false;
        }

        if (provider != None)
        {
            Embed(provider);
        }

        return true;
    }

    /// <summary>The command line.</summary>
    /// <param name="provider">The embedder, or <see cref="None"/>.</param>
    public static IEnumerable<string> Arguments(string provider) => [Command, provider];

    private static void Embed(string provider)
    {
        using Embedder embedder = RepositoryIndex.CreateEmbedder(provider);
        embedder.EmbedQueryAsync("open a file").GetAwaiter().GetResult();
    }
}
