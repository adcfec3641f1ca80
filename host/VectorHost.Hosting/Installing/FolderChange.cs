using VectorHost.Hosting.Discovery;

namespace VectorHost.Hosting.Installing;

/// <summary>The right to change a folder of plugins, which one process has at a time.</summary>
internal sealed class FolderChange : IDisposable
{
    // It stays: deleting it would let two processes each hold one of the same name.
    private const string MarkFile = ".changing.lock";

    private readonly FileStream _mark;

    private FolderChange(string directory, FileStream mark, IReadOnlyList<PluginProblem> recovered)
    {
        Directory = directory;
        _mark = mark;
        Recovered = recovered;
    }

    /// <summary>The folder, without links.</summary>
    public string Directory { get; }

    /// <summary>What an interruption had left behind, and what became of it.</summary>
    public IReadOnlyList<PluginProblem> Recovered { get; }

    /// <summary>Does something with the folder, which is made if it is missing and put right if it was left in the middle.</summary>
    /// <exception cref="PluginInstallException">Someone else is changing it, or it cannot be written.</exception>
    public static T Run<T>(string directory, Func<FolderChange, T> action)
    {
        try
        {
            using FolderChange change = Begin(directory);
            return action(change);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new PluginInstallException(InstallFailure.Failed, InstallProblems.NotWritable(directory, exception.Message));
        }
    }

    /// <summary>Makes an empty folder inside this one that the scanner passes over.</summary>
    public string CreateFolder(string prefix)
    {
        string folder = Path.Combine(Directory, $"{prefix}{Guid.NewGuid():N}");
        Integrity.NewFile.CreateFolder(folder);
        return folder;
    }

    /// <inheritdoc/>
    public void Dispose() => _mark.Dispose();

    private static FolderChange Begin(string directory)
    {
        Integrity.NewFile.CreateFolder(directory);
        if (RealPath.Resolve(directory, out string realDirectory) != LinkOutcome.Resolved)
        {
            throw new IOException("its links lead nowhere.");
        }

        FileStream mark = OpenMark(realDirectory);
        try
        {
            return new FolderChange(realDirectory, mark, Leftovers.Recover(realDirectory));
        }
        catch
        {
            mark.Dispose();
            throw;
        }
    }

    private static FileStream OpenMark(string directory)
    {
        string file = Path.Combine(directory, MarkFile);
        if (FileStatus.Of(file).Kind is not (FileKind.Missing or FileKind.RegularFile))
        {
            throw new IOException($"'{file}' is not a regular file.");
        }

        try
        {
            return new FileStream(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException) when (File.Exists(file))
        {
            throw new PluginInstallException(InstallFailure.Failed, InstallProblems.Busy(directory));
        }
    }
}
