using System.Collections.Immutable;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

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
        Module = new ModuleIdentity(Name, Metadata.GetGuid(Metadata.GetModuleDefinition().Mvid));
    }

    /// <summary>The file that it was read from.</summary>
    public string File { get; }

    public MetadataReader Metadata { get; }

    public PEHeaders Headers => _executable.PEHeaders;

    /// <summary>The assembly's simple name.</summary>
    public string Name { get; }

    public Version Version { get; }

    public ModuleIdentity Module { get; }

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
            executable = Open(file, out long length);
            problem = FindDamage(executable, file, length);
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

    private static PEReader Open(string file, out long length)
    {
        FileStream stream = new(file, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, bufferSize: 0);
        length = stream.Length;
        return new PEReader(stream, length < ReadWholeBelow ? PEStreamOptions.PrefetchEntireImage : PEStreamOptions.Default);
    }

    private static PluginProblem? FindDamage(PEReader executable, string file, long length)
    {
        if (!LooksManaged(executable))
        {
            return PluginProblems.NotAnAssembly(file, FileSignature.Describe(file));
        }

        // The headers of a file that was cut off may be whole, and then so is what we read of it.
        long end = 0;
        ImmutableArray<SectionHeader> sections = executable.PEHeaders.SectionHeaders;
        for (int i = 0; i < sections.Length; i++)
        {
            end = Math.Max(end, (long)sections[i].PointerToRawData + sections[i].SizeOfRawData);
        }

        if (end > length)
        {
            return PluginProblems.Damaged(file, $"it should have {end} bytes and has {length}.");
        }

        return executable.GetMetadataReader().IsAssembly
            ? null
            : PluginProblems.NotAnAssembly(file, "a .NET module without an assembly");
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
