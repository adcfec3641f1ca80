using System.Reflection.PortableExecutable;
using System.Runtime.InteropServices;

namespace VectorHost.Hosting.Discovery;

/// <summary>What this process can load: its runtime identifiers and its processor.</summary>
internal static class HostPlatform
{
    private static readonly string[] Families =
    [
        "win", "linux", "linux-musl", "linux-bionic", "osx", "android", "ios", "iossimulator", "tvos", "tvossimulator",
        "maccatalyst", "browser", "wasi", "freebsd", "solaris", "illumos", "haiku", "unix", "alpine",
    ];

    /// <summary>
    /// A precompiled assembly marks its operating system by flipping bits of the processor's number:
    /// nothing (Windows), Linux, Apple, FreeBSD.
    /// </summary>
    private static readonly ushort[] SystemMarks = [0, 0x7B79, 0x4644, 0xADC4];

    /// <summary>The runtime identifiers whose files this process can use, the most specific first.</summary>
    public static IReadOnlyList<string> RuntimeIdentifiers { get; } = FindRuntimeIdentifiers();

    /// <summary>The framework of this process, such as <c>.NET 10.0</c>.</summary>
    public static string Framework => $".NET {Environment.Version.ToString(2)}";

    /// <summary>The processor of this process, as in runtime identifiers.</summary>
    public static string Architecture => NameOf(RuntimeInformation.ProcessArchitecture);

    /// <summary>
    /// Whether a folder of a plugin holds files for other platforms only, which need not be read or copied. True only
    /// for <c>runtimes/RID</c> where RID is plainly of another platform: the runtime never hands out such a file, and
    /// anything that looks unfamiliar is kept.
    /// </summary>
    public static bool IsForeignRuntimeFolder(string relativePath)
    {
        string[] parts = relativePath.Split('/');
        if (parts is not ["runtimes", var identifier] || RuntimeIdentifiers.Contains(identifier))
        {
            return false;
        }

        int dash = identifier.LastIndexOf('-');
        string family = dash < 0 ? identifier : identifier[..dash];
        return Families.Contains(identifier) || Families.Contains(family);
    }

    /// <summary>Whether a file of a plugin lies in a folder for other platforms only.</summary>
    public static bool IsForeign(string relativePath) =>
        relativePath.Split('/', 3) is ["runtimes", var identifier, _] && IsForeignRuntimeFolder($"runtimes/{identifier}");

    /// <summary>Tells what processor an assembly needs, where that is not this one.</summary>
    /// <returns><see langword="null"/> where it runs here.</returns>
    public static string? ForeignArchitectureOf(PEHeaders headers)
    {
        Machine machine = headers.CoffHeader.Machine;
        CorFlags flags = headers.CorHeader!.Flags;
        if (machine == Machine.I386 && !flags.HasFlag(CorFlags.Requires32Bit))
        {
            return null;
        }

        foreach (ushort mark in SystemMarks)
        {
            if (NameOf((Machine)((ushort)machine ^ mark)) is { } name)
            {
                return name == Architecture ? null : name;
            }
        }

        return $"an unknown processor (0x{(ushort)machine:X4})";
    }

    private static string? NameOf(Machine machine) => machine switch
    {
        Machine.Amd64 => "x64",
        Machine.Arm64 => "arm64",
        Machine.I386 => "x86",
        Machine.Arm or Machine.ArmThumb2 => "arm",
        Machine.RiscV64 => "riscv64",
        Machine.LoongArch64 => "loongarch64",
        _ => null,
    };

    // The usual names are written out: the framework finds those of an enumeration by code that is compiled anew in every run.
    private static string NameOf(Architecture architecture) => architecture switch
    {
        System.Runtime.InteropServices.Architecture.X64 => "x64",
        System.Runtime.InteropServices.Architecture.Arm64 => "arm64",
        _ => architecture.ToString().ToLowerInvariant(),
    };

    private static string[] FindRuntimeIdentifiers()
    {
        string architecture = Architecture;
        if (OperatingSystem.IsWindows())
        {
            return [$"win-{architecture}", "win", "any"];
        }

        string[] unix = [$"unix-{architecture}", "unix", "any"];
        if (OperatingSystem.IsMacOS())
        {
            return [$"osx-{architecture}", "osx", .. unix];
        }

        string[] linux = [$"linux-{architecture}", "linux", .. unix];
        return RuntimeInformation.RuntimeIdentifier.Contains("musl", StringComparison.Ordinal)
            ? [$"linux-musl-{architecture}", "linux-musl", .. linux]
            : linux;
    }
}
