using System.Reflection;
using System.Reflection.Metadata;
using VectorHost.Hosting.Loading;

namespace VectorHost.Hosting.Discovery;

/// <summary>
/// Follows every assembly reference that starts at a plugin's main assembly, so that what is missing is known now and
/// not when the method that needs it is called for the first time.
/// </summary>
internal sealed class DependencyWalk : IDisposable
{
    private readonly AssemblyImage _main;
    private readonly PluginFiles _files;
    private readonly Dictionary<string, string> _locations = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, AssemblyImage?> _images = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<PluginProblem> _problems = [];

    /// <summary>Reads the manifest and makes ready to walk.</summary>
    /// <param name="main">The plugin's main assembly, which stays the caller's.</param>
    /// <param name="files">The plugin's files.</param>
    /// <param name="manifest">Where the dependency manifest would be.</param>
    public DependencyWalk(AssemblyImage main, PluginFiles files, string manifest)
    {
        _main = main;
        _files = files;
        _images[main.Name] = main;
        ReadManifest(manifest);
        FindLibraries();
    }

    /// <summary>Opens an assembly of the plugin.</summary>
    /// <returns><see langword="null"/> where the plugin has none of that name, or not a readable one.</returns>
    public AssemblyImage? Open(string name)
    {
        if (!_images.TryGetValue(name, out AssemblyImage? image) &&
            _locations.TryGetValue(name, out string? location) && _files.TryGet(location, out PluginFile? file))
        {
            image = AssemblyImage.TryOpen(file.FullPath, out PluginProblem? problem);
            if (image is not null && HostPlatform.ForeignArchitectureOf(image.Headers) is { } architecture)
            {
                problem = PluginProblems.WrongArchitecture(file.FullPath, architecture, HostPlatform.Architecture);
            }

            if (problem is not null)
            {
                _problems.Add(problem);
            }

            _images[name] = image;
        }

        return image;
    }

    /// <summary>Walks all references.</summary>
    /// <returns>Everything that is missing, too old, damaged or superfluous.</returns>
    public IReadOnlyList<PluginProblem> FindProblems()
    {
        var pending = new Queue<AssemblyImage>([_main]);
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase) { _main.Name };
        while (pending.TryDequeue(out AssemblyImage? image))
        {
            foreach (AssemblyReferenceHandle handle in image.Metadata.AssemblyReferences)
            {
                AssemblyReference reference = image.Metadata.GetAssemblyReference(handle);
                string name = image.Metadata.GetString(reference.Name);
                if (Check(name, reference, image) is { } next && seen.Add(name))
                {
                    pending.Enqueue(next);
                }
            }
        }

        return _problems;
    }

    /// <summary>Every assembly that was read, the main one first.</summary>
    public IReadOnlyList<ModuleIdentity> ReadModules()
    {
        List<ModuleIdentity> others = [];
        foreach (AssemblyImage? image in _images.Values)
        {
            if (image is not null && image != _main)
            {
                others.Add(image.Module);
            }
        }

        others.Sort(static (left, right) => string.CompareOrdinal(left.Name, right.Name));
        return [_main.Module, .. others];
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (AssemblyImage? image in _images.Values)
        {
            if (image != _main)
            {
                image?.Dispose();
            }
        }
    }

    private AssemblyImage? Check(string name, AssemblyReference reference, AssemblyImage from)
    {
        if (HostAssemblies.IsHostPart(name))
        {
            AddOnce(PluginProblems.ReferencesHost(from.File, name));
            return null;
        }

        if (HostAssemblies.IsShared(name))
        {
            // The contract has a rule of its own, which has been applied already.
            if (name != HostAssemblies.Contract && HostAssemblies.VersionOf(name) is { } shared && shared < reference.Version)
            {
                AddOnce(PluginProblems.HostTooOld(from.File, name, shared, reference.Version, Describe(from)));
            }

            return null;
        }

        if (_locations.ContainsKey(name))
        {
            AssemblyImage? image = Open(name);
            if (image is not null && image.Version < reference.Version)
            {
                AddOnce(PluginProblems.DependencyTooOld(image.File, name, image.Version, reference.Version, Describe(from)));
            }

            return image;
        }

        CheckFramework(name, reference, from);
        return null;
    }

    private void CheckFramework(string name, AssemblyReference reference, AssemblyImage from)
    {
        if (name.Equals(_main.Name, StringComparison.OrdinalIgnoreCase))
        {
            return;
        }

        if (!HostAssemblies.IsFramework(name))
        {
            // A library built for .NET Framework may name these old facades without ever needing them.
            bool isRetargetable = reference.Flags.HasFlag(AssemblyFlags.Retargetable);
            if (!isRetargetable)
            {
                AddOnce(PluginProblems.MissingDependency(from.File, name, Describe(from)));
            }
        }
        else if (reference.Version > HostAssemblies.FrameworkVersion &&
            HostAssemblies.VersionOf(name) is { } found && found < reference.Version)
        {
            // Reading every version would cost more than the whole walk, and what this runtime has does not ask for it.
            AddOnce(PluginProblems.HostTooOld(from.File, name, found, reference.Version, Describe(from)));
        }
    }

    private void ReadManifest(string path)
    {
        if (!_files.TryGet(Path.GetFileName(path), out PluginFile? manifest))
        {
            if (_files.All.Any(file => IsLibrary(file) && !HostAssemblies.IsShared(SimpleName(file))))
            {
                _problems.Add(PluginProblems.NoManifest(path));
            }

            return;
        }

        IReadOnlyList<DependencyAsset> assets = DependencyManifest.Read(manifest, out PluginProblem? problem);
        foreach (DependencyAsset asset in assets)
        {
            Add(asset, path);
        }

        if (problem is not null)
        {
            _problems.Add(problem);
        }
    }

    private void Add(DependencyAsset asset, string manifest)
    {
        string name = Path.GetFileNameWithoutExtension(asset.Path);
        if (DependencyManifest.Leaves(asset.Path))
        {
            _problems.Add(PluginProblems.PathLeavesPlugin(manifest, asset.Path));
            return;
        }

        string? location = asset.Locations.FirstOrDefault(location => _files.TryGet(location, out _));
        if (location is null)
        {
            if (!HostAssemblies.IsShared(name))
            {
                string expected = Path.Combine(Path.GetDirectoryName(manifest)!, asset.Locations[0]);
                _problems.Add(PluginProblems.ListedFileMissing(expected, asset.Library, manifest));
            }
        }
        else if (asset.Kind == DependencyAssetKind.Managed && !name.Equals(_main.Name, StringComparison.OrdinalIgnoreCase))
        {
            // A file for this platform comes after the general one of its library, and wins as it does in the runtime.
            _locations[name] = location;
        }
    }

    private void FindLibraries()
    {
        foreach (PluginFile file in _files.All.Where(IsLibrary))
        {
            string name = SimpleName(file);
            if (HostAssemblies.IsShared(name))
            {
                _locations.Remove(name);
                _problems.Add(PluginProblems.ShipsShared(file.FullPath));
            }
            else
            {
                _locations.TryAdd(name, file.RelativePath);
            }
        }
    }

    private bool IsLibrary(PluginFile file) =>
        !file.RelativePath.Contains('/', StringComparison.Ordinal) &&
        file.RelativePath.EndsWith(".dll", StringComparison.OrdinalIgnoreCase) &&
        !SimpleName(file).Equals(Path.GetFileNameWithoutExtension(_main.File), StringComparison.OrdinalIgnoreCase);

    private static string SimpleName(PluginFile file) => Path.GetFileNameWithoutExtension(file.RelativePath);

    private static string Describe(AssemblyImage image) => $"'{image.Name}' {image.Version}";

    private void AddOnce(PluginProblem problem)
    {
        if (!_problems.Contains(problem))
        {
            _problems.Add(problem);
        }
    }
}
