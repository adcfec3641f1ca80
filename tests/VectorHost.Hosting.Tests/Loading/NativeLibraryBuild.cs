using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;

namespace VectorHost.Hosting.Tests.Loading;

/// <summary>
/// Writes the smallest shared library for Linux that the system's loader takes: one function without parameters. No
/// compiler has to be there for it.
/// </summary>
/// <remarks>Layout and numbers are those of the ELF specification and of the processors' supplements to it.</remarks>
/// <param name="name">The library's own name, such as <c>libanswer.so</c>.</param>
/// <param name="function">The name of its function.</param>
internal sealed class NativeLibraryBuild(string name, string function)
{
    private const int HeaderSize = 64;
    private const int SegmentSize = 56;
    private const int SymbolSize = 24;
    private const int PageSize = 0x10000;
    private const int Loadable = 1;
    private const int Dynamic = 2;
    private const int StackMark = 0x6474E551;
    private const int ReadWrite = 6;
    private const int ReadWriteExecute = 7;
    private const ushort AmdProcessor = 62;
    private const ushort ArmProcessor = 183;

    private static readonly bool IsArm = RuntimeInformation.ProcessArchitecture == Architecture.Arm64;

    /// <summary>What the function answers, where it asks no other.</summary>
    public short Answer { get; init; }

    /// <summary>The library and function whose answer it passes on.</summary>
    public (string Library, string Function)? Asks { get; init; }

    /// <summary>Writes the file, with the folders above it.</summary>
    public void WriteTo(string file)
    {
        Assume.That(OperatingSystem.IsLinux(), "the library is one for Linux");
        Assume.That(RuntimeInformation.ProcessArchitecture, Is.AnyOf(Architecture.X64, Architecture.Arm64));
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllBytes(file, Build());
    }

    private byte[] Build()
    {
        var strings = new StringTable();
        int ownName = strings.Add(name);
        int exported = strings.Add(function);
        int needed = Asks is null ? 0 : strings.Add(Asks.Value.Library);
        int imported = Asks is null ? 0 : strings.Add(Asks.Value.Function);

        // Everything in one piece: header, segments, table of symbols, hash table, strings, relocation, slot, code, tags.
        int symbolCount = Asks is null ? 2 : 3;
        int symbols = HeaderSize + (3 * SegmentSize);
        int hash = symbols + (symbolCount * SymbolSize);
        int text = hash + Align((3 + symbolCount) * sizeof(int));
        int relocation = text + Align(strings.Length);
        int slot = relocation + SymbolSize;
        int code = slot + sizeof(long);
        int tags = code + 16;
        byte[] file = new byte[tags + (11 * 16)];
        var writer = new Writer(file);

        WriteHeader(writer, tags, file.Length);
        writer.At(symbols + SymbolSize).Int(exported).Short(0x12).Short(1).Long(code).Long(8);
        writer.At(hash).Int(1).Int(symbolCount).Int(1).Int(0).Int(Asks is null ? 0 : 2);
        strings.CopyTo(file.AsSpan(text));
        writer.At(tags).Long(4).Long(hash).Long(5).Long(text).Long(6).Long(symbols).Long(10).Long(strings.Length)
            .Long(11).Long(SymbolSize).Long(14).Long(ownName);
        if (Asks is null)
        {
            WriteAnswer(writer.At(code));
            return file;
        }

        writer.Long(1).Long(needed).Long(7).Long(relocation).Long(8).Long(SymbolSize).Long(9).Long(SymbolSize);
        writer.At(symbols + (2 * SymbolSize)).Int(imported).Short(0x12);
        writer.At(relocation).Long(slot).Long((2L << 32) | (IsArm ? 1025L : 6L));
        WriteJump(writer.At(code), slot - code);
        return file;
    }

    private static void WriteHeader(Writer writer, int tags, int length)
    {
        writer.At(0).Int(0x464C457F).Int(0x00010102).Long(0);
        writer.Short(3).Short(IsArm ? ArmProcessor : AmdProcessor).Int(1).Long(0).Long(HeaderSize).Long(0)
            .Int(0).Short(HeaderSize).Short(SegmentSize).Short(3).Short(HeaderSize);
        writer.At(HeaderSize);
        WriteSegment(writer, Loadable, ReadWriteExecute, 0, length, PageSize);
        WriteSegment(writer, Dynamic, ReadWrite, tags, length - tags, sizeof(long));

        // Without this one the loader believes that the stack must be executable, and newer ones refuse.
        WriteSegment(writer, StackMark, ReadWrite, 0, 0, 16);
    }

    private static void WriteSegment(Writer writer, int type, int rights, long offset, long length, long alignment) =>
        writer.Int(type).Int(rights).Long(offset).Long(offset).Long(offset).Long(length).Long(length).Long(alignment);

    private void WriteAnswer(Writer writer)
    {
        if (IsArm)
        {
            writer.Int(0x52800000 | ((ushort)Answer << 5)).Int(unchecked((int)0xD65F03C0));
            return;
        }

        writer.Byte(0xB8).Int(Answer).Byte(0xC3);
    }

    /// <summary>A jump to where the slot points, which the loader fills in; the distance is from here.</summary>
    private static void WriteJump(Writer writer, int distance)
    {
        if (IsArm)
        {
            writer.Int(0x58000010 | ((distance / 4 & 0x7FFFF) << 5)).Int(unchecked((int)0xD61F0200));
            return;
        }

        writer.Short(0x25FF).Int(distance - 6);
    }

    private static int Align(int length) => (length + 7) / 8 * 8;

    /// <summary>Texts one after the other, each ended by a zero, the first one empty.</summary>
    private sealed class StringTable
    {
        private readonly List<byte> _bytes = [0];

        public int Length => _bytes.Count;

        public int Add(string value)
        {
            int start = _bytes.Count;
            _bytes.AddRange(Encoding.ASCII.GetBytes(value));
            _bytes.Add(0);
            return start;
        }

        public void CopyTo(Span<byte> target) => _bytes.ToArray().CopyTo(target);
    }

    /// <summary>Writes numbers one after the other, the lowest byte first.</summary>
    private sealed class Writer(byte[] file)
    {
        private int _position;

        public Writer At(int position)
        {
            _position = position;
            return this;
        }

        public Writer Byte(byte value)
        {
            file[_position++] = value;
            return this;
        }

        public Writer Short(int value)
        {
            BinaryPrimitives.WriteUInt16LittleEndian(file.AsSpan(_position), (ushort)value);
            _position += sizeof(ushort);
            return this;
        }

        public Writer Int(int value)
        {
            BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(_position), value);
            _position += sizeof(int);
            return this;
        }

        public Writer Long(long value)
        {
            BinaryPrimitives.WriteInt64LittleEndian(file.AsSpan(_position), value);
            _position += sizeof(long);
            return this;
        }
    }
}
