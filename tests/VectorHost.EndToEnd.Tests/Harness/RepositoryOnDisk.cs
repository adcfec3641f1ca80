using System.Diagnostics;
using System.Text;

namespace VectorHost.EndToEnd.Tests.Harness;

/// <summary>A repository made for a test. Every change gets a later time than the one before, all long ago.</summary>
/// <remarks>
/// Long ago, because files that changed within the granularity of a file system's clock before a run are read again by
/// the next: with today's times, tests would have to wait.
/// </remarks>
public sealed class RepositoryOnDisk
{
    private DateTime _clock = new(2024, 1, 1, 12, 0, 0, DateTimeKind.Utc);

    /// <summary>Makes an empty repository.</summary>
    /// <param name="root">Its folder.</param>
    /// <param name="isGit">Whether git knows it.</param>
    public RepositoryOnDisk(string root, bool isGit)
    {
        Root = Directory.CreateDirectory(root).FullName;
        if (isGit)
        {
            using Process git = Process.Start("git", ["init", "--quiet", Root]);
            git.WaitForExit();
            Assert.That(git.ExitCode, Is.Zero, "git init");
        }
    }

    /// <summary>The root folder.</summary>
    public string Root { get; }

    /// <summary>Adds files in several languages, six to a topic, and one that nothing else is like.</summary>
    public RepositoryOnDisk AddSources(int topics = 6)
    {
        Write(SourceText.UniquePath, SourceText.UniqueText);
        foreach ((string path, string text) in SourceText.Generate(topics))
        {
            Write(path, text);
        }

        return this;
    }

    /// <summary>Adds the files of a folder of the source tree.</summary>
    public RepositoryOnDisk AddCopyOf(string folder)
    {
        foreach (string file in Directory.EnumerateFiles(Path.Combine(Product.SourceDirectory, folder), "*", SearchOption.AllDirectories))
        {
            Write(Path.GetRelativePath(Product.SourceDirectory, file).Replace('\\', '/'), File.ReadAllBytes(file));
        }

        return this;
    }

    /// <summary>The absolute path of a file.</summary>
    public string At(string path) => Path.Combine(Root, path);

    /// <summary>The text of a file.</summary>
    public string Read(string path) => File.ReadAllText(At(path));

    /// <summary>Writes a file.</summary>
    public RepositoryOnDisk Write(string path, string text) => Write(path, Encoding.UTF8.GetBytes(text));

    /// <summary>Writes a file.</summary>
    public RepositoryOnDisk Write(string path, byte[] bytes)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(At(path))!);
        File.WriteAllBytes(At(path), bytes);
        return Touch(path);
    }

    /// <summary>Changes a file's text.</summary>
    public RepositoryOnDisk Edit(string path, string oldText, string newText)
    {
        string text = Read(path);
        Assert.That(text, Does.Contain(oldText), path);
        return Write(path, text.Replace(oldText, newText, StringComparison.Ordinal));
    }

    /// <summary>Gives a file another time and leaves its content.</summary>
    public RepositoryOnDisk Touch(string path)
    {
        _clock = _clock.AddSeconds(10);
        File.SetLastWriteTimeUtc(At(path), _clock);
        return this;
    }

    /// <summary>Deletes a file.</summary>
    public RepositoryOnDisk Delete(string path)
    {
        File.Delete(At(path));
        return this;
    }

    /// <summary>Renames a file, whose time stays.</summary>
    public RepositoryOnDisk Move(string path, string newPath)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(At(newPath))!);
        File.Move(At(path), At(newPath));
        return this;
    }

    /// <summary>The files that it has, git's own left out.</summary>
    public IReadOnlyList<string> Files() =>
        [.. Directory.EnumerateFiles(Root, "*", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(Root, file).Replace('\\', '/'))
            .Where(path => !path.StartsWith(".git/", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)];
}
