using System.Reflection.Metadata;

namespace VectorHost.Hosting.Discovery;

/// <summary>Checks that an assembly is one that this runtime can run: framework, processor, and code in it.</summary>
internal static class FrameworkGate
{
    private const string TargetFrameworkAttribute = "System.Runtime.Versioning.TargetFrameworkAttribute";
    private const string ReferenceAssemblyAttribute = "System.Runtime.CompilerServices.ReferenceAssemblyAttribute";
    private const string Core = ".NETCoreApp,Version=v";
    private const string Standard = ".NETStandard,Version=v";

    /// <summary>Reads what framework the assembly was built for and finds what stands against running it.</summary>
    public static string? Check(AssemblyImage image, List<PluginProblem> problems)
    {
        string? framework = null;
        MetadataReader metadata = image.Metadata;
        foreach (CustomAttributeHandle handle in metadata.GetCustomAttributes(EntityHandle.AssemblyDefinition))
        {
            CustomAttribute attribute = metadata.GetCustomAttribute(handle);
            switch (TypeNames.OfAttribute(metadata, attribute))
            {
                case TargetFrameworkAttribute:
                    BlobReader value = metadata.GetBlobReader(attribute.Value);
                    value.ReadUInt16();
                    framework = value.ReadSerializedString();
                    break;
                case ReferenceAssemblyAttribute:
                    problems.Add(PluginProblems.ReferenceAssembly(image.File));
                    break;
            }
        }

        if (HostPlatform.ForeignArchitectureOf(image.Headers) is { } architecture)
        {
            problems.Add(PluginProblems.WrongArchitecture(image.File, architecture, HostPlatform.Architecture));
        }

        if (framework is not null && CheckFramework(image.File, framework) is { } problem)
        {
            problems.Add(problem);
        }

        return framework;
    }

    private static PluginProblem? CheckFramework(string file, string framework)
    {
        if (framework.StartsWith(Standard, StringComparison.OrdinalIgnoreCase))
        {
            return PluginProblems.NetStandard(file, $".NET Standard {framework[Standard.Length..]}");
        }

        if (!framework.StartsWith(Core, StringComparison.OrdinalIgnoreCase))
        {
            string readable = framework.Replace(".NETFramework,Version=v", ".NET Framework ", StringComparison.OrdinalIgnoreCase);
            return PluginProblems.WrongFramework(file, readable, HostPlatform.Framework);
        }

        Version host = new(Environment.Version.Major, Environment.Version.Minor);
        return Version.TryParse(framework[Core.Length..], out Version? version) && version > host
            ? PluginProblems.WrongFramework(file, $".NET {version}", HostPlatform.Framework)
            : null;
    }
}
