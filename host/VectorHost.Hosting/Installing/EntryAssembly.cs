using System.Diagnostics.CodeAnalysis;
using VectorHost.Hosting.Discovery;

namespace VectorHost.Hosting.Installing;

/// <summary>Finds the main DLL among those at the top of a folder, by what is in it: the folder may be named anything, such as <c>publish</c>.</summary>
internal static class EntryAssembly
{
    /// <summary>Finds the plugin's name, which is that of its main DLL.</summary>
    /// <param name="source">What messages name.</param>
    /// <param name="directory">The folder.</param>
    /// <param name="expected">A name that wins if there is a DLL of it: that of the folder.</param>
    /// <exception cref="PluginInstallException">There is none, there are several, or its name is impossible.</exception>
    public static string Find(string source, string directory, string? expected)
    {
        string[] libraries = [.. Directory.EnumerateFiles(directory, "*.dll")
            .Where(file => FileStatus.Of(file).Kind == FileKind.RegularFile)
            .Order(StringComparer.Ordinal)];
        string[] names = [.. libraries.Select(file => Path.GetFileNameWithoutExtension(file)!)];
        string[] plugins = expected is not null && names.Contains(expected, StringComparer.Ordinal)
            ? [expected]
            : [.. libraries.Where(DeclaresBackend).Select(file => Path.GetFileNameWithoutExtension(file)!)];
        string name = plugins switch
        {
            [var only] => only,
            [] => throw Refuse(InstallProblems.NoPlugin(source, names.Length == 0 ? "it (there is none at all)" : string.Join(", ", names.Take(5)))),
            _ => throw Refuse(InstallProblems.SeveralPlugins(source, plugins)),
        };
        return InstallPath.IsSafePluginName(name) ? name : throw Refuse(InstallProblems.InvalidName(source, name));
    }

    [SuppressMessage("Design", "CA1031", Justification = "Metadata of a damaged file fails in any way, and such a file is not the plugin.")]
    private static bool DeclaresBackend(string file)
    {
        try
        {
            using AssemblyImage? image = AssemblyImage.TryOpen(file, out _);
            return image is not null && AttributeReader.FindBackends(image).Any();
        }
        catch (Exception)
        {
            return false;
        }
    }

    private static PluginInstallException Refuse(PluginProblem problem) => new(InstallFailure.Refused, problem);
}
