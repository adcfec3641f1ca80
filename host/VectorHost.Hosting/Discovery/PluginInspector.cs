using System.Diagnostics.CodeAnalysis;
using System.Reflection.Metadata;
using VectorHost.Hosting.Loading;

namespace VectorHost.Hosting.Discovery;

/// <summary>Reads everything about one candidate and judges it.</summary>
internal static class PluginInspector
{
    /// <summary>Inspects a candidate. Whatever is wrong with it is in the result.</summary>
    /// <param name="candidate">The candidate.</param>
    /// <param name="cache">What is known already and may be enough; <see langword="null"/> to read its files in any case.</param>
    /// <returns><see langword="null"/> for an empty folder, which is nobody's plugin.</returns>
    [SuppressMessage("Design", "CA1031", Justification = "Metadata of a damaged file fails in any way; no candidate may stop the scan.")]
    public static PluginDescriptor? Inspect(PluginCandidate candidate, InspectionCache? cache)
    {
        try
        {
            PluginFiles files = PluginFiles.Read(candidate.Layout, candidate.Directory, candidate.Name, candidate.Root);
            string mainPath = Path.GetFileName(candidate.AssemblyFile);
            if (files.TryGet(mainPath, out PluginFile? main))
            {
                return cache is null ? Read(candidate, files, main) : Recall(candidate, files, main, cache);
            }

            PluginProblem? refusal = files.Problems.FirstOrDefault(problem => problem.File == candidate.AssemblyFile);
            return refusal is not null ? candidate.Describe(refusal)
                : files.All.Count == 0 && files.Problems.Count == 0 ? null
                : candidate.Describe(MissingEntry(candidate, files));
        }
        catch (Exception exception) when (exception is UnauthorizedAccessException or IOException)
        {
            return candidate.Describe(PluginProblems.Unreadable(candidate.Directory, exception.Message));
        }
        catch (Exception exception)
        {
            return candidate.Describe(PluginProblems.Damaged(candidate.AssemblyFile, exception.Message));
        }
    }

    private static PluginDescriptor Recall(PluginCandidate candidate, PluginFiles files, PluginFile main, InspectionCache cache)
    {
        if (cache.Find(candidate, files, out string state) is { } known)
        {
            return known;
        }

        PluginDescriptor plugin = Read(candidate, files, main);
        cache.Keep(plugin, state);
        return plugin;
    }

    private static PluginProblem MissingEntry(PluginCandidate candidate, PluginFiles files)
    {
        if (FileStatus.Of(candidate.AssemblyFile).Kind == FileKind.Directory)
        {
            return PluginProblems.NotARegularFile(candidate.AssemblyFile);
        }

        string[] found = [.. files.All
            .Select(file => file.RelativePath)
            .Where(path => path.EndsWith(".dll", StringComparison.OrdinalIgnoreCase) && !path.Contains('/', StringComparison.Ordinal))];
        return PluginProblems.NoEntryAssembly(candidate.AssemblyFile, found);
    }

    private static PluginDescriptor Read(PluginCandidate candidate, PluginFiles files, PluginFile main)
    {
        // What was left out does no harm by itself: if it is needed, the walk over the dependencies says so.
        List<PluginProblem> problems = [.. files.Problems.Select(problem => problem with { Severity = ProblemSeverity.Warning })];
        using AssemblyImage? image = AssemblyImage.TryOpen(main.FullPath, out PluginProblem? unreadable);
        if (image is null)
        {
            return candidate.Describe([unreadable!, .. problems]);
        }

        string? framework = FrameworkGate.Check(image, problems);
        Version? contract = ReadContractVersion(image.Metadata);
        using var walk = new DependencyWalk(image, files, Path.ChangeExtension(candidate.AssemblyFile, ".deps.json"));
        List<BackendDescriptor> backends = ReadBackends(image, walk, problems);
        if (backends.Count > 0)
        {
            CheckContract(image, contract!, problems);
            problems.AddRange(walk.FindProblems());
        }
        else
        {
            problems.Add(AttributeReader.FindForeign(image.Metadata) is { } origin
                ? PluginProblems.ForeignAttribute(image.File, origin)
                : PluginProblems.NotAPlugin(image.File, alone: candidate.Layout == PluginLayout.SingleFile));
        }

        return candidate.Describe(problems) with
        {
            AssemblyName = image.Name,
            Version = image.Version,
            ContractVersion = contract,
            TargetFramework = framework,
            Backends = backends,
            Files = files,
            Modules = walk.ReadModules(),
        };
    }

    private static Version? ReadContractVersion(MetadataReader metadata)
    {
        foreach (AssemblyReferenceHandle handle in metadata.AssemblyReferences)
        {
            AssemblyReference reference = metadata.GetAssemblyReference(handle);
            if (metadata.StringComparer.Equals(reference.Name, HostAssemblies.Contract, ignoreCase: true))
            {
                return reference.Version;
            }
        }

        return null;
    }

    private static void CheckContract(AssemblyImage image, Version needs, List<PluginProblem> problems)
    {
        Version offers = HostAssemblies.ContractVersion;
        if (needs.Major != offers.Major)
        {
            problems.Add(PluginProblems.OtherContract(image.File, needs, offers));
        }
        else if (needs.Minor > offers.Minor)
        {
            problems.Add(PluginProblems.NewerContract(image.File, needs, offers));
        }
    }

    private static List<BackendDescriptor> ReadBackends(AssemblyImage image, DependencyWalk walk, List<PluginProblem> problems)
    {
        List<BackendDescriptor> backends = [];
        var check = new BackendTypeCheck(image, walk.Open);
        foreach (CustomAttributeHandle row in AttributeReader.FindBackends(image))
        {
            CustomAttribute attribute = image.Metadata.GetCustomAttribute(row);
            if (attribute.Parent.Kind != HandleKind.TypeDefinition)
            {
                continue;
            }

            var handle = (TypeDefinitionHandle)attribute.Parent;
            string type = TypeNames.FullName(image.Metadata, handle);
            (string name, string? displayName) = AttributeReader.Read(image.Metadata, attribute);
            if (!BackendName.IsValid(name))
            {
                name = BackendName.Printable(name);
                problems.Add(PluginProblems.InvalidName(image.File, type, name));
            }
            else if (backends.Find(other => BackendName.Comparer.Equals(other.Name, name)) is { } other)
            {
                problems.Add(PluginProblems.DuplicateName(image.File, name, other.TypeName, type));
            }

            backends.Add(new BackendDescriptor { Name = name, DisplayName = displayName ?? name, TypeName = type });
            problems.AddRange(check.Check(handle));
        }

        return backends;
    }
}
