using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using VectorHost.Abstractions;

namespace VectorHost.Indexing.Moving;

/// <summary>
/// One number for a set of records, whatever order they come in: the sum, modulo 2^256, of the SHA-256 of every record.
/// Equal digests mean equal records, to the last bit of every vector.
/// </summary>
/// <remarks>
/// A record is hashed as: its id (16 bytes, big-endian), then its repository, path, file hash, chunk hash, language and
/// text, each as UTF-8 after its length in bytes (4 bytes), then its first and last line (4 bytes each), then its vector
/// after its length (4 bytes), as float32. Numbers are little-endian. A sum, unlike an exclusive or, does not lose
/// records that are there twice.
/// </remarks>
public sealed class RecordDigest
{
    private const int Words = SHA256.HashSizeInBytes / sizeof(ulong);

    private readonly ulong[] _sum = new ulong[Words];
    private byte[] _buffer = new byte[4096];
    private int _length;

    /// <summary>How many records were added.</summary>
    public long Count { get; private set; }

    /// <summary>The digest of the records so far: 64 lower-case hexadecimal digits.</summary>
    public string Value
    {
        get
        {
            byte[] bytes = new byte[SHA256.HashSizeInBytes];
            for (int i = 0; i < Words; i++)
            {
                BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(i * sizeof(ulong)), _sum[i]);
            }

            return Convert.ToHexStringLower(bytes);
        }
    }

    /// <summary>Adds a record.</summary>
    /// <param name="record">The record, with its text and vector.</param>
    public void Add(ChunkRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        _length = 0;
        record.Id.TryWriteBytes(Take(16), bigEndian: true, out _);
        Write(record.Repository);
        Write(record.Path);
        Write(record.FileHash);
        Write(record.ChunkHash);
        Write(record.Language);
        Write(record.Text ?? "");
        Write(record.StartLine);
        Write(record.EndLine);
        Write(record.Embedding.Span);

        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(_buffer.AsSpan(0, _length), hash);
        AddToSum(hash);
        Count++;
    }

    private void AddToSum(ReadOnlySpan<byte> hash)
    {
        ulong carry = 0;
        for (int i = 0; i < Words; i++)
        {
            UInt128 sum = (UInt128)_sum[i] + BinaryPrimitives.ReadUInt64LittleEndian(hash[(i * sizeof(ulong))..]) + carry;
            _sum[i] = (ulong)sum;
            carry = (ulong)(sum >> 64);
        }
    }

    private void Write(string text)
    {
        int length = Encoding.UTF8.GetByteCount(text);
        Write(length);
        Encoding.UTF8.GetBytes(text, Take(length));
    }

    private void Write(ReadOnlySpan<float> vector)
    {
        Write(vector.Length);
        Span<byte> bytes = Take(vector.Length * sizeof(float));
        if (BitConverter.IsLittleEndian)
        {
            MemoryMarshal.AsBytes(vector).CopyTo(bytes);
            return;
        }

        for (int i = 0; i < vector.Length; i++)
        {
            BinaryPrimitives.WriteSingleLittleEndian(bytes[(i * sizeof(float))..], vector[i]);
        }
    }

    private void Write(int number) => BinaryPrimitives.WriteInt32LittleEndian(Take(sizeof(int)), number);

    private Span<byte> Take(int count)
    {
        if (_buffer.Length - _length < count)
        {
            Array.Resize(ref _buffer, Math.Max(_buffer.Length * 2, _length + count));
        }

        _length += count;
        return _buffer.AsSpan(_length - count, count);
    }
}
