using System.Buffers.Binary;
using System.Text.Json;
using VectorHost.Indexing.Snapshots.Format;

namespace VectorHost.Indexing.Embedding.Model2Vec;

/// <summary>
/// A file of arrays in the safetensors format, mapped into memory: the length of the header in 8 bytes, the header as
/// JSON, then the arrays' numbers, little-endian and row by row. Nothing in it is run.
/// </summary>
internal sealed class SafetensorsFile : IDisposable
{
    private const int LengthBytes = sizeof(long);

    /// <summary>The format's own limit.</summary>
    private const long LongestHeader = 100_000_000;

    private readonly MappedFile _file;
    private readonly Dictionary<string, Tensor> _tensors = [];

    private SafetensorsFile(MappedFile file) => _file = file;

    /// <summary>The length of the file in bytes.</summary>
    public long Length => _file.Length;

    /// <summary>Where the numbers begin.</summary>
    public int DataStart { get; private set; }

    /// <summary>Opens a file and checks its header.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="ModelFormatException">The file is not of this format, or damaged.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    public static SafetensorsFile Open(string path)
    {
        MappedFile mapped = MappedFile.Open(path);
        try
        {
            SafetensorsFile file = new(mapped);
            file.ReadHeader();
            return file;
        }
        catch
        {
            mapped.Dispose();
            throw;
        }
    }

    /// <summary>Finds an array by its name.</summary>
    public Tensor? Find(string name) => _tensors.GetValueOrDefault(name);

    /// <summary>Reads bytes. The caller holds a lease.</summary>
    public ReadOnlySpan<byte> Read(long offset, int length) => _file.Slice(offset, length);

    /// <summary>Keeps the file mapped until the lease is disposed.</summary>
    /// <exception cref="ObjectDisposedException">The file has been disposed.</exception>
    public MappedFile.Lease Hold() => _file.Hold();

    /// <summary>Lets go of the file.</summary>
    public void Dispose() => _file.Dispose();

    private void ReadHeader()
    {
        using MappedFile.Lease lease = Hold();
        if (_file.Length < LengthBytes)
        {
            throw new ModelFormatException("it is too short for a safetensors file");
        }

        long length = BinaryPrimitives.ReadInt64LittleEndian(Read(0, LengthBytes));
        if (length is <= 0 or > LongestHeader || length > _file.Length - LengthBytes)
        {
            throw new ModelFormatException("its header is cut off, or it is no safetensors file");
        }

        DataStart = LengthBytes + (int)length;
        try
        {
            Utf8JsonReader reader = new(Read(LengthBytes, (int)length));
            using JsonDocument header = JsonDocument.ParseValue(ref reader);
            foreach (JsonProperty entry in header.RootElement.EnumerateObject())
            {
                if (entry.Name != "__metadata__" && ReadTensor(entry.Name, entry.Value) is { } tensor)
                {
                    _tensors[entry.Name] = tensor;
                }
            }
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or KeyNotFoundException or FormatException)
        {
            throw new ModelFormatException("its header is not what safetensors files have");
        }
    }

    /// <returns><see langword="null"/> for an array of numbers that no static model has.</returns>
    private Tensor? ReadTensor(string name, JsonElement entry)
    {
        if (TypeOf(entry.GetProperty("dtype").GetString()) is not { } type)
        {
            return null;
        }

        long[] shape = [.. entry.GetProperty("shape").EnumerateArray().Select(size => size.GetInt64())];
        long start = entry.GetProperty("data_offsets")[0].GetInt64();
        long end = entry.GetProperty("data_offsets")[1].GetInt64();
        UInt128 bytes = shape.Aggregate((UInt128)Tensor.SizeOf(type), (product, size) => size < 0 || product > long.MaxValue ? UInt128.MaxValue : product * (ulong)size);
        return start >= 0 && end >= start && end <= _file.Length - DataStart && bytes == (UInt128)(end - start)
            ? new Tensor(type, shape, DataStart + start, end - start)
            : throw new ModelFormatException($"its array '{name}' is cut off or has another size than its header says");
    }

    private static TensorType? TypeOf(string? name) => name switch
    {
        "I8" => TensorType.Int8,
        "F16" => TensorType.Float16,
        "BF16" => TensorType.BFloat16,
        "F32" => TensorType.Float32,
        "F64" => TensorType.Float64,
        "I32" => TensorType.Int32,
        "I64" => TensorType.Int64,
        _ => null,
    };
}
