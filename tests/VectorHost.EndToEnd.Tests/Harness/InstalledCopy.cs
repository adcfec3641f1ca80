using System.Diagnostics;
using VectorHost.TestSupport;

namespace VectorHost.EndToEnd.Tests.Harness;

/// <summary>An installed copy, made by <c>build/publish.sh</c> once, and copies of it for tests that change theirs.</summary>
public static class InstalledCopy
{
    private static readonly Lazy<Task<TemporaryFolder>> Published = new(PublishAsync);

    /// <summary>Makes a copy of the installed copy.</summary>
    /// <param name="folder">A folder that is not there yet.</param>
    public static async Task<string> CopyToAsync(string folder)
    {
        string original = (await Published.Value).At("out");
        foreach (string file in Directory.EnumerateFiles(original, "*", SearchOption.AllDirectories))
        {
            string copy = Path.Combine(folder, Path.GetRelativePath(original, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }

        return folder;
    }

    /// <summary>Deletes what was published.</summary>
    public static async Task DeleteAsync()
    {
        if (Published.IsValueCreated)
        {
            (await Published.Value).Dispose();
        }
    }

    private static async Task<TemporaryFolder> PublishAsync()
    {
        TemporaryFolder folder = new();
        ProcessStartInfo start = new("bash", [Path.Combine(Product.SourceDirectory, "build/publish.sh"), folder.At("out")])
        {
            WorkingDirectory = folder.Path,
        };

        // Servers that the build left running would keep the pipes of its output open.
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        start.Environment["UseSharedCompilation"] = "false";
        start.Environment["PATH"] = $"{Path.GetDirectoryName(Product.Dotnet)}{Path.PathSeparator}{start.Environment["PATH"]}";
        using RunningProgram publish = new(start) { TimeLimit = TimeSpan.FromMinutes(10) };
        (await publish.WaitAsync()).Succeeded();
        return folder;
    }
}
