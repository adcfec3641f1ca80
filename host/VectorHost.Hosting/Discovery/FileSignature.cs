using System.Buffers.Binary;

namespace VectorHost.Hosting.Discovery;

/// <summary>Tells from its first bytes what a file is that is not an assembly.</summary>
internal static class FileSignature
{
    /// <summary>A few words for a message, such as <c>an ELF library</c>.</summary>
    public static string Describe(string file)
    {
        Span<byte> start = stackalloc byte[256];
        using FileStream stream = File.OpenRead(file);
        start = start[..stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false)];
        return start switch
        {
            [] => "an empty file",
            [0x7F, (byte)'E', (byte)'L', (byte)'F', ..] => "a native library for Linux (ELF)",
            [(byte)'M', (byte)'Z', ..] => "a native program or library for Windows, or a damaged assembly",
            [(byte)'P', (byte)'K', 3, 4, ..] => "a ZIP archive or NuGet package",
            _ when IsMachObject(start) => "a native library for macOS (Mach-O)",
            _ when IsText(start) => "a text file",
            _ => "data of an unknown kind",
        };
    }

    /// <summary>Whether none of the bytes controls anything but lines, columns and colours, as a byte in ten of random ones does.</summary>
    private static bool IsText(ReadOnlySpan<byte> start)
    {
        foreach (byte value in start)
        {
            if (value < ' ' && value is not ((byte)'\t' or (byte)'\n' or (byte)'\r' or (byte)'\f' or 0x1B))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsMachObject(ReadOnlySpan<byte> start) =>
        start.Length >= 4 && BinaryPrimitives.ReadUInt32LittleEndian(start) is 0xFEEDFACE or 0xFEEDFACF or 0xBEBAFECA;
}
