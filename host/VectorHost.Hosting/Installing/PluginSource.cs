using System.IO.Compression;
using VectorHost.Hosting.Discovery;

namespace VectorHost.Hosting.Installing;

/// <summary>
/// Something that holds a plugin. A DLL stands for the folder around it if its <c>.deps.json</c> lies beside it, as a
/// build leaves it, or the folder has its name, as an installed plugin's has; and else for itself alone.
/// </summary>
internal sealed class PluginSource
{
    private readonly InstallLimits _limits;

    private PluginSource(string path, PluginSourceKind kind, InstallLimits limits)
    {
        FullPath = path;
        Kind = kind;
        _limits = limits;
    }

    /// <summary>Where it is, links resolved.</summary>
    public string FullPath { get; }

    public PluginSourceKind Kind { get; }

    /// <summary>Whether a DLL stands for the folder around it.</summary>
    public PluginLayout Layout =>
        File.Exists(Path.ChangeExtension(FullPath, ".deps.json")) ||
        Path.GetFileName(Path.GetDirectoryName(FullPath)) == Path.GetFileNameWithoutExtension(FullPath)
            ? PluginLayout.Folder
            : PluginLayout.SingleFile;

    /// <summary>Looks what kind of thing a path is.</summary>
    /// <exception cref="PluginInstallException">It is missing, or nothing that could hold a plugin.</exception>
    public static PluginSource Open(string source, InstallLimits limits)
    {
        if (RealPath.Resolve(Path.GetFullPath(source), out string path) != LinkOutcome.Resolved)
        {
            throw new PluginInstallException(InstallFailure.NotFound, InstallProblems.SourceMissing(source));
        }

        PluginSourceKind? kind = (FileStatus.Of(path).Kind, Path.GetExtension(path).ToLowerInvariant()) switch
        {
            (FileKind.Directory, _) => PluginSourceKind.Folder,
            (FileKind.RegularFile, ".dll") => PluginSourceKind.Assembly,
            (FileKind.RegularFile, ".zip") => PluginSourceKind.Zip,
            (FileKind.RegularFile, ".nupkg") => PluginSourceKind.NuGetPackage,
            _ => null,
        };
        return kind is null
            ? throw new PluginInstallException(InstallFailure.NotFound, InstallProblems.SourceUnknown(source))
            : new PluginSource(path, kind.Value, limits);
    }

    /// <summary>Copies or unpacks it into an empty folder. Nothing of it is run.</summary>
    /// <returns>The plugin's name.</returns>
    /// <exception cref="PluginInstallException">It is damaged, dangerous or too large, or holds no plugin.</exception>
    public string StageInto(string directory, CancellationToken cancellationToken)
    {
        try
        {
            switch (Kind)
            {
                case PluginSourceKind.Assembly:
                    string own = Path.GetFileNameWithoutExtension(FullPath);
                    CopyFrom(Path.GetDirectoryName(FullPath)!, own, Layout, directory, cancellationToken);
                    return EntryAssembly.Find(FullPath, directory, own);
                case PluginSourceKind.Folder:
                    // First, so that a folder that holds everything but a plugin is not copied.
                    string name = EntryAssembly.Find(FullPath, FullPath, Path.GetFileName(FullPath));
                    CopyFrom(FullPath, name, PluginLayout.Folder, directory, cancellationToken);
                    return name;
                default:
                    string? folder = Unpack(directory, cancellationToken);
                    return EntryAssembly.Find(FullPath, directory, folder);
            }
        }
        catch (InvalidDataException exception)
        {
            throw new PluginInstallException(InstallFailure.Refused, InstallProblems.SourceDamaged(FullPath, exception.Message));
        }
    }

    private void CopyFrom(string from, string name, PluginLayout layout, string directory, CancellationToken cancellationToken)
    {
        PluginFiles files = Reading(() => PluginFiles.Read(layout, from, name, from, everyPlatform: true));
        if (files.Problems is [var refusal, ..])
        {
            throw new PluginInstallException(InstallFailure.Refused, refusal with { Severity = ProblemSeverity.Error });
        }

        Write(
            [.. files.All.Select(file => new InstallFile(file.RelativePath, file.Length, () => Reading(() => File.OpenRead(file.FullPath))))],
            directory,
            cancellationToken);
    }

    private string? Unpack(string directory, CancellationToken cancellationToken)
    {
        using ZipArchive archive = Reading(() => ZipFile.OpenRead(FullPath));
        var reader = new ArchiveReader(FullPath, _limits);
        string? folder = null;
        IReadOnlyList<InstallFile> files = Kind == PluginSourceKind.Zip
            ? PackageLayout.OfZip(reader.Read(archive, name => name), out folder)
            : PackageLayout.OfNuGet(reader.Read(archive, Uri.UnescapeDataString));
        Write(files, directory, cancellationToken);
        return folder;
    }

    /// <summary>Keeps trouble with what is installed apart from trouble with the folder that it is installed into.</summary>
    private T Reading<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new PluginInstallException(InstallFailure.Refused, InstallProblems.SourceDamaged(FullPath, exception.Message));
        }
    }

    private void Write(IReadOnlyList<InstallFile> files, string directory, CancellationToken cancellationToken) =>
        new StagingFolder(FullPath, directory, _limits).Write(files, cancellationToken);
}
