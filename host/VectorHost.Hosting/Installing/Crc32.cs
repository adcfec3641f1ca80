namespace VectorHost.Hosting.Installing;

/// <summary>
/// The checksum of ZIP archives (polynomial 0xEDB88320, reflected; RFC 1952, section 8). The runtime reads entries
/// without comparing it.
/// </summary>
internal sealed class Crc32
{
    private static readonly uint[] Table = MakeTable();
    private uint _register = uint.MaxValue;

    /// <summary>The checksum of what was added so far.</summary>
    public uint Value => ~_register;

    /// <summary>Adds bytes.</summary>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        uint register = _register;
        foreach (byte value in bytes)
        {
            register = Table[(byte)register ^ value] ^ (register >> 8);
        }

        _register = register;
    }

    private static uint[] MakeTable()
    {
        uint[] table = new uint[256];
        for (uint i = 0; i < table.Length; i++)
        {
            uint value = i;
            for (int bit = 0; bit < 8; bit++)
            {
                value = (value & 1) == 0 ? value >> 1 : (value >> 1) ^ 0xEDB88320;
            }

            table[i] = value;
        }

        return table;
    }
}
