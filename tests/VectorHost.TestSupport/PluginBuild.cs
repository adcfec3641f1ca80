using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Emit;
using VectorHost.Abstractions;

namespace VectorHost.TestSupport;

/// <summary>
/// Compiles C# into a DLL in milliseconds, as the author of a plugin would elsewhere: against the contract alone.
/// </summary>
/// <example>
/// <code>
/// new PluginBuild("Acme.Memory") { Source = PluginSource.Store("memory") }.WriteTo(plugins.At("Acme.Memory"));
/// </code>
/// </example>
/// <param name="assemblyName">The simple name of the assembly, and of its file.</param>
public sealed class PluginBuild(string assemblyName)
{
    private static readonly Lazy<IReadOnlyList<MetadataReference>> Framework = new(FindFramework);

    private static readonly Lazy<MetadataReference> Contract =
        new(() => MetadataReference.CreateFromFile(typeof(IVectorStore).Assembly.Location));

    /// <summary>The simple name of the assembly.</summary>
    public string AssemblyName { get; } = assemblyName;

    /// <summary>The C#; <see cref="PluginSource"/> has some to begin with.</summary>
    public required string Source { get; init; }

    /// <summary>The assembly's version.</summary>
    public Version Version { get; init; } = new(1, 0, 0, 0);

    /// <summary>What the assembly says that it was built for; <see langword="null"/> to say nothing.</summary>
    public string? TargetFramework { get; init; } = ".NETCoreApp,Version=v10.0";

    /// <summary>The processor that it needs.</summary>
    public Platform Platform { get; init; } = Platform.AnyCpu;

    /// <summary>Other DLLs that it references, as files or as bytes from <see cref="Compile"/>.</summary>
    public IReadOnlyList<MetadataReference> References { get; init; } = [];

    /// <summary>Embedded resources by name.</summary>
    public IReadOnlyDictionary<string, byte[]> Resources { get; init; } = new Dictionary<string, byte[]>(StringComparer.Ordinal);

    /// <summary>Whether it references the real contract; not, where <see cref="References"/> has another one.</summary>
    public bool ReferencesContract { get; init; } = true;

    /// <summary>Whether the result is a library or a program.</summary>
    public OutputKind OutputKind { get; init; } = OutputKind.DynamicallyLinkedLibrary;

    /// <summary>Whether the result describes code and holds none.</summary>
    public bool IsReferenceAssembly { get; init; }

    /// <summary>Compiles.</summary>
    /// <returns>The bytes of the DLL.</returns>
    /// <exception cref="InvalidOperationException">The source has errors; the message lists them.</exception>
    public byte[] Compile()
    {
        string framework = TargetFramework is null
            ? ""
            : $"[assembly: System.Runtime.Versioning.TargetFramework(\"{TargetFramework}\")]";
        string reference = IsReferenceAssembly ? "[assembly: System.Runtime.CompilerServices.ReferenceAssembly]" : "";
        var compilation = CSharpCompilation.Create(
            AssemblyName,
            [
                CSharpSyntaxTree.ParseText($"{framework}{reference}[assembly: System.Reflection.AssemblyVersion(\"{Version}\")]"),
                CSharpSyntaxTree.ParseText(PluginSource.Usings),
                CSharpSyntaxTree.ParseText(Source),
            ],
            [.. Framework.Value, .. ReferencesContract ? [Contract.Value] : Array.Empty<MetadataReference>(), .. References],
            new CSharpCompilationOptions(
                OutputKind, platform: Platform, nullableContextOptions: NullableContextOptions.Enable, allowUnsafe: true, deterministic: true));
        using var bytes = new MemoryStream();
        EmitResult result = compilation.Emit(
            bytes,
            manifestResources: Resources.Select(resource => new ResourceDescription(resource.Key, () => new MemoryStream(resource.Value), isPublic: true)),
            options: new EmitOptions(metadataOnly: IsReferenceAssembly));
        return result.Success
            ? bytes.ToArray()
            : throw new InvalidOperationException(string.Join(Environment.NewLine, result.Diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)));
    }

    /// <summary>Compiles into <c>DIRECTORY/NAME.dll</c>, replacing what is there.</summary>
    /// <returns>The DLL's path.</returns>
    public string WriteTo(string directory)
    {
        Directory.CreateDirectory(directory);
        string file = Path.Combine(directory, AssemblyName + ".dll");
        File.WriteAllBytes(file, Compile());
        return file;
    }

    /// <summary>The result as something that another build can reference.</summary>
    public MetadataReference ToReference() => MetadataReference.CreateFromImage(Compile());

    private static List<MetadataReference> FindFramework()
    {
        string directory = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
        string contractNeeds = Path.GetDirectoryName(typeof(IVectorStore).Assembly.Location)!;
        string[] shared = ["Microsoft.Extensions.Configuration.Abstractions", "Microsoft.Extensions.Logging.Abstractions", "Microsoft.Extensions.Primitives"];
        return [.. Directory.EnumerateFiles(directory, "*.dll")
            .Where(IsManaged)
            .Concat(shared.Select(name => Path.Combine(contractNeeds, name + ".dll")))
            .Select(file => MetadataReference.CreateFromFile(file))];
    }

    private static bool IsManaged(string file)
    {
        string name = Path.GetFileName(file);
        return name is "mscorlib.dll" or "netstandard.dll" or "Microsoft.CSharp.dll" or "Microsoft.Win32.Primitives.dll" ||
            (name.StartsWith("System.", StringComparison.Ordinal) && !name.Contains(".Native", StringComparison.Ordinal));
    }
}
