using System.Security.Cryptography;
using VectorHost.Benchmarks.Inputs;
using VectorHost.Indexing.Repositories;

namespace VectorHost.Benchmarks.Comparisons;

/// <summary>The least that indexing must do, on one thread: walk the same files, or walk, read and hash them.</summary>
internal static class FileBaseline
{
    private const string WalkCommand = "only-walk";
    private const string HashCommand = "only-hash";

    /// <summary>Does the work where this program was started as a process of its own for it.</summary>
    /// <param name="arguments">The command line.</param>
    /// <returns>Whether it was.</returns>
    public static bool TryRun(string[] arguments)
    {
        switch (arguments)
        {
            case [WalkCommand, string root]:
                Walk(root);
                return true;
            case [HashCommand, string root]:
                Hash(root);
                return true;
            default:
                return false;
        }
    }

    /// <summary>The command line that walks.</summary>
    public static IEnumerable<string> WalkArguments(string root) => [WalkCommand, root];

    /// <summary>The command line that walks, reads and hashes.</summary>
    public static IEnumerable<string> HashArguments(string root) => [HashCommand, root];

    /// <summary>Walks.</summary>
    /// <returns>The length of all files.</returns>
    public static long Walk(string root) => SourceTree.Walk(root).Sum(file => file.Length);

    /// <summary>Walks, reads and hashes.</summary>
    /// <returns>A number made of all hashes.</returns>
    public static int Hash(string root)
    {
        HashCode all = default;
        foreach (WalkedFile file in SourceTree.Walk(root))
        {
            all.AddBytes(SHA256.HashData(File.ReadAllBytes(file.FullPath)));
        }

        return all.ToHashCode();
    }
}
