using Microsoft.Win32.SafeHandles;

namespace VectorHost.Indexing.Snapshots.Terms;

/// <summary>Reads a run of <see cref="TermSpill"/> back.</summary>
internal sealed class SpilledTerms(SafeFileHandle handle, TermSpill.Run run) : ITermSource
{
    private readonly byte[] _buffer = new byte[32 * 1024];
    private readonly byte[] _term = new byte[TermText.MaxBytes];
    private long _position = run.Start;
    private int _next;
    private int _filled;
    private int _length;
    private int _termsLeft = run.TermCount;
    private uint _postingsLeft;

    public ReadOnlySpan<byte> Term => _term.AsSpan(0, _length);

    public bool MoveNext()
    {
        if (_termsLeft-- <= 0)
        {
            return false;
        }

        _length = (int)ReadVarint();
        for (int i = 0; i < _length; i++)
        {
            _term[i] = ReadByte();
        }

        _postingsLeft = ReadVarint();
        return true;
    }

    public void CopyPostings(PostingBuffer buffer)
    {
        int chunk = -1;
        for (; _postingsLeft > 0; _postingsLeft--)
        {
            uint value = ReadVarint();
            chunk += 1 + (int)(value >> 1);
            buffer.Append(1)[0] = PostingBuffer.Pack(chunk, (value & 1) == 0 ? 1 : ReadVarint());
        }
    }

    private uint ReadVarint()
    {
        uint value = 0;
        int shift = 0;
        byte b;
        do
        {
            b = ReadByte();
            value |= (uint)(b & 0x7f) << shift;
            shift += 7;
        }
        while (b >= 0x80);

        return value;
    }

    private byte ReadByte()
    {
        if (_next == _filled)
        {
            int wanted = (int)Math.Min(_buffer.Length, run.End - _position);
            _filled = RandomAccess.Read(handle, _buffer.AsSpan(0, wanted), _position);
            _position += _filled;
            _next = 0;
            if (_filled == 0)
            {
                throw new IOException("A temporary file of the index was cut short while it was in use. Run the command again.");
            }
        }

        return _buffer[_next++];
    }
}
