using System.Diagnostics.CodeAnalysis;
using VectorHost.Hosting.Discovery;
using VectorHost.Hosting.Installing;

namespace VectorHost.Hosting.Inspection;

/// <summary>Looks at a plugin anywhere on the disk, before it is installed. Nothing of it is run.</summary>
public static class PluginInspection
{
    /// <summary>Inspects a plugin.</summary>
    /// <param name="source">A plugin's DLL, its folder, a ZIP or a NUPKG. Archives are unpacked into a temporary folder.</param>
    /// <param name="limits">How large a plugin may be.</param>
    /// <param name="cancellationToken">Stops the unpacking.</param>
    /// <exception cref="PluginInstallException">There is nothing of that name, or nothing in it that could be a plugin.</exception>
    public static PluginReport Inspect(string source, InstallLimits? limits = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(source);
        var package = PluginSource.Open(source, limits ?? new InstallLimits());
        return package.Kind switch
        {
            PluginSourceKind.Assembly => Report(
                package, Path.GetFileNameWithoutExtension(package.FullPath), Path.GetDirectoryName(package.FullPath)!, package.Layout),
            PluginSourceKind.Folder => Report(
                package, EntryAssembly.Find(package.FullPath, package.FullPath, Path.GetFileName(package.FullPath)), package.FullPath, PluginLayout.Folder),
            _ => Unpack(package, cancellationToken),
        };
    }

    private static PluginReport Unpack(PluginSource package, CancellationToken cancellationToken)
    {
        string directory = Directory.CreateTempSubdirectory("vectorhost-inspect-").FullName;
        try
        {
            string name = package.StageInto(directory, cancellationToken);
            PluginReport report = Report(package, name, directory, PluginLayout.Folder);
            return report with
            {
                Plugin = report.Plugin with
                {
                    Directory = package.FullPath,
                    AssemblyFile = Shown(report.Plugin.AssemblyFile),
                    Problems = [.. report.Plugin.Problems.Select(problem => problem.Relocate(directory, package.FullPath))],
                },
                Dependencies = [.. report.Dependencies.Select(dependency => dependency with { File = dependency.File is null ? null : Shown(dependency.File) })],
            };
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }

        string Shown(string file) => file.Replace(directory, package.FullPath, StringComparison.Ordinal);
    }

    private static PluginReport Report(PluginSource package, string name, string directory, PluginLayout layout)
    {
        var candidate = new PluginCandidate(name, layout, directory, Path.Combine(directory, name + ".dll"), directory);
        PluginDescriptor plugin = PluginInspector.Inspect(candidate, cache: null) ?? candidate.Describe(PluginProblems.NoEntryAssembly(candidate.AssemblyFile, []));
        return new PluginReport
        {
            Source = package.FullPath,
            Plugin = plugin,
            Dependencies = ReadOrNone(() => DependencyReader.Read(plugin)),
            Natives = ReadOrNone(() => NativeReader.Read(plugin)),
        };
    }

    [SuppressMessage("Design", "CA1031", Justification = "A damaged or forbidden file fails in any way; the plugin's problems name it already.")]
    private static IReadOnlyList<T> ReadOrNone<T>(Func<IReadOnlyList<T>> read)
    {
        try
        {
            return read();
        }
        catch (Exception)
        {
            return [];
        }
    }
}
