using System.Collections.Immutable;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Runtime.InteropServices;

namespace VectorHost.Hosting.Discovery;

/// <summary>An assembly opened for reading its metadata. Nothing of it is loaded or run.</summary>
internal sealed class AssemblyImage : IDisposable
{
    /// <summary>Smaller files are read whole: one call instead of several, and the file is closed again at once.</summary>
    private const int ReadWholeBelow = 64 * 1024;

    private readonly PEReader _executable;

    private AssemblyImage(string file, PEReader executable)
    {
        File = file;
        _executable = executable;
        Metadata = executable.GetMetadataReader();
        AssemblyDefinition definition = Metadata.GetAssemblyDefinition();
        Name = Metadata.GetString(definition.Name);
        Version = definition.Version;
        ModuleVersionId = Metadata.GetGuid(Metadata.GetModuleDefinition().Mvid).ToString("N");
    }

    /// <summary>The file that it was read from.</summary>
    public string File { get; }

    public MetadataReader Metadata { get; }

    public PEHeaders Headers => _executable.PEHeaders;

    /// <summary>The assembly's simple name.</summary>
    public string Name { get; }

    public Version Version { get; }

    /// <summary>Another compilation has another one.</summary>
    public string ModuleVersionId { get; }

    /// <summary>The bytes of one metadata table.</summary>
    public byte[] ReadTable(int offset, int length) =>
        _executable.GetMetadata().GetReader(offset, length).ReadBytes(length);

    /// <summary>Opens a file that is known to be a regular one.</summary>
    /// <param name="file">The file.</param>
    /// <param name="problem">Why it cannot be used.</param>
    public static AssemblyImage? TryOpen(string file, out PluginProblem? problem)
    {
        PEReader? executable = null;
        try
        {
            var information = new FileInfo(file);
            executable = Open(information);
            problem = FindDamage(executable, information);
            if (problem is null)
            {
                var image = new AssemblyImage(file, executable);
                executable = null;
                return image;
            }
        }
        catch (BadImageFormatException exception)
        {
            problem = executable is not null && LooksManaged(executable)
                ? PluginProblems.Damaged(file, exception.Message)
                : PluginProblems.NotAnAssembly(file, FileSignature.Describe(file));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            problem = PluginProblems.Unreadable(file, exception.Message);
        }
        finally
        {
            executable?.Dispose();
        }

        return null;
    }

    /// <inheritdoc/>
    public void Dispose() => _executable.Dispose();

    private static PEReader Open(FileInfo file) => file.Length < ReadWholeBelow
        ? new PEReader(ImmutableCollectionsMarshal.AsImmutableArray(System.IO.File.ReadAllBytes(file.FullName)))
        : new PEReader(file.OpenRead());

    private static PluginProblem? FindDamage(PEReader executable, FileInfo file)
    {
        if (!LooksManaged(executable))
        {
            return PluginProblems.NotAnAssembly(file.FullName, FileSignature.Describe(file.FullName));
        }

        // The headers of a file that was cut off may be whole, and then so is what we read of it.
        long end = 0;
        ImmutableArray<SectionHeader> sections = executable.PEHeaders.SectionHeaders;
        for (int i = 0; i < sections.Length; i++)
        {
            end = Math.Max(end, (long)sections[i].PointerToRawData + sections[i].SizeOfRawData);
        }

        if (end > file.Length)
        {
            return PluginProblems.Damaged(file.FullName, $"it should have {end} bytes and has {file.Length}.");
        }

        return executable.GetMetadataReader().IsAssembly
            ? null
            : PluginProblems.NotAnAssembly(file.FullName, "a .NET module without an assembly");
    }

    private static bool LooksManaged(PEReader executable)
    {
        try
        {
            return executable.HasMetadata;
        }
        catch (BadImageFormatException)
        {
            return false;
        }
    }
}
