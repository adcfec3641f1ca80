using System.Reflection.Metadata;
using VectorHost.Hosting.Discovery;
using VectorHost.Hosting.Loading;

namespace VectorHost.Hosting.Lifetime;

/// <summary>
/// Finds what a plugin's code uses that is known to keep a plugin in memory, by reading its metadata. That it is used does
/// not prove that it is what holds; that nothing is found does not prove the opposite.
/// </summary>
internal static class HoldingCode
{
    private const string Threading = "System.Threading";

    /// <summary>Each was seen to keep a collectible context alive on .NET 10 for as long as it is in force.</summary>
    private static readonly (string Type, string? Member, string What, string Remedy)[] Known =
    [
        ($"{Threading}.Thread", ".ctor", "starts threads", "end each of them in DisposeAsync"),
        ($"{Threading}.Timer", ".ctor", "makes timers", "dispose each of them in DisposeAsync"),
        ("System.Timers.Timer", ".ctor", "makes timers", "dispose each of them in DisposeAsync"),
        ($"{Threading}.PeriodicTimer", ".ctor", "makes timers", "dispose each of them in DisposeAsync"),
        ($"{Threading}.ThreadPool", "RegisterWaitForSingleObject", "registers waits", "unregister each of them in DisposeAsync"),
        ($"{Threading}.AsyncLocal`1", null, "uses AsyncLocal", "set it back before a call returns"),
        ("System.AppDomain", "add_ProcessExit", "handles AppDomain.ProcessExit", "take the handler off in DisposeAsync"),
        ("System.AppDomain", "add_UnhandledException", "handles AppDomain.UnhandledException", "take the handler off in DisposeAsync"),
        ("System.AppDomain", "add_FirstChanceException", "handles AppDomain.FirstChanceException", "take the handler off in DisposeAsync"),
        ("System.AppDomain", "add_AssemblyResolve", "handles AppDomain.AssemblyResolve", "take the handler off in DisposeAsync"),
        ("System.Console", "add_CancelKeyPress", "handles Console.CancelKeyPress", "take the handler off in DisposeAsync"),
        ("System.Runtime.InteropServices.GCHandle", "Alloc", "allocates GC handles", "free each of them in DisposeAsync"),
        ("System.ComponentModel.TypeDescriptor", null, "uses TypeDescriptor, which remembers types for ever", "do without it"),
        ("System.Text.Json.JsonSerializer", null, "uses reflection-based JSON, which remembers types for ever", "use a JsonSerializerContext"),
    ];

    /// <summary>Looks at every assembly of a plugin.</summary>
    /// <param name="plugin">The plugin.</param>
    /// <param name="directory">The copy that it was loaded from.</param>
    /// <returns>A sentence for each find.</returns>
    public static IReadOnlyList<string> Find(PluginDescriptor plugin, string directory) =>
        [.. plugin.Files.All
            .Where(file => file.Name.EndsWith(".dll", StringComparison.OrdinalIgnoreCase))
            .Where(file => !HostAssemblies.IsShared(Path.GetFileNameWithoutExtension(file.Name)))
            .SelectMany(file => Find(Path.Combine(directory, file.RelativePath), file.Name))];

    private static IEnumerable<string> Find(string file, string name)
    {
        using AssemblyImage? image = AssemblyImage.TryOpen(file, out _);
        if (image is null)
        {
            return [];
        }

        HashSet<string> used = ReadUses(image.Metadata);
        bool generatesJson = used.Contains("System.Text.Json.Serialization.JsonSerializerContext");
        return [.. Known
            .Where(known => used.Contains(known.Member is null ? known.Type : $"{known.Type}::{known.Member}"))
            .Where(known => !(generatesJson && known.Type.EndsWith(".JsonSerializer", StringComparison.Ordinal)))
            .Select(known => $"{name} {known.What}: {known.Remedy}.")
            .Distinct(StringComparer.Ordinal)];
    }

    /// <summary>The types that an assembly refers to, and their members as <c>TYPE::MEMBER</c>.</summary>
    private static HashSet<string> ReadUses(MetadataReader metadata)
    {
        HashSet<string> uses = [];
        foreach (TypeReferenceHandle handle in metadata.TypeReferences)
        {
            uses.Add(NameOf(metadata, handle));
        }

        foreach (MemberReferenceHandle handle in metadata.MemberReferences)
        {
            MemberReference member = metadata.GetMemberReference(handle);
            if (member.Parent.Kind == HandleKind.TypeReference)
            {
                uses.Add($"{NameOf(metadata, (TypeReferenceHandle)member.Parent)}::{metadata.GetString(member.Name)}");
            }
        }

        return uses;
    }

    private static string NameOf(MetadataReader metadata, TypeReferenceHandle handle)
    {
        TypeReference type = metadata.GetTypeReference(handle);
        return $"{metadata.GetString(type.Namespace)}.{metadata.GetString(type.Name)}";
    }
}
