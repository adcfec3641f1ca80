using System.Text.Json;
using VectorHost.Abstractions;

namespace Company.Backend;

/// <summary>
/// A file of changes, one a line, and the state that they add up to. Whoever uses it holds the file alone and first reads
/// what others have added, so that any number of stores and processes see the same.
/// </summary>
internal sealed class Journal(string file) : IDisposable
{
    private const int Tries = 1_000;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(10);

    private readonly SemaphoreSlim _turn = new(1);
    private readonly MemoryState _state = new();
    private long _position;

    /// <summary>The file.</summary>
    public string File { get; } = file;

    /// <summary>Reads something of the state. What is returned must not change with it.</summary>
    public Task<T> ReadAsync<T>(Func<MemoryState, T> read, CancellationToken cancellationToken) =>
        UseAsync(_ => Task.FromResult(read(_state)), cancellationToken);

    /// <summary>Decides on a change, writes it to the disk, and makes it.</summary>
    public Task WriteAsync(Func<MemoryState, Change> decide, CancellationToken cancellationToken) =>
        UseAsync(
            async stream =>
            {
                Change change = decide(_state);
                byte[] line = [.. JsonSerializer.SerializeToUtf8Bytes(change, ChangeJson.Default.Change), (byte)'\n'];
                await stream.WriteAsync(line, CancellationToken.None).ConfigureAwait(false);
                stream.Flush(flushToDisk: true);
                _position = stream.Position;
                _state.Apply(change);
                return true;
            },
            cancellationToken);

    /// <inheritdoc/>
    public void Dispose() => _turn.Dispose();

    private async Task<T> UseAsync<T>(Func<FileStream, Task<T>> use, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            FileStream stream = await OpenAsync(cancellationToken).ConfigureAwait(false);
            await using (stream.ConfigureAwait(false))
            {
                await CatchUpAsync(stream).ConfigureAwait(false);
                return await use(stream).ConfigureAwait(false);
            }
        }
        catch (IOException exception)
        {
            throw new VectorStoreException(StoreFailureKind.Unavailable, $"The journal {File} cannot be used: {exception.Message}", exception);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Opens the file for this caller alone, waiting for others.</summary>
    private async Task<FileStream> OpenAsync(CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(File)!);
        for (int tries = 1; ; tries++)
        {
            try
            {
                return new FileStream(File, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException) when (tries < Tries && System.IO.File.Exists(File))
            {
                await Task.Delay(Pause, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private async Task CatchUpAsync(FileStream stream)
    {
        byte[] added = new byte[stream.Length - _position];
        stream.Position = _position;
        await stream.ReadExactlyAsync(added).ConfigureAwait(false);
        int start = 0;
        for (int length; (length = added.AsSpan(start).IndexOf((byte)'\n')) >= 0; start += length + 1)
        {
            _state.Apply(Parse(added.AsSpan(start, length)));
            _position += length + 1;
        }

        // A line without an end is a write that was interrupted: it never completed, so nobody relies on it.
        stream.SetLength(_position);
        stream.Position = _position;
    }

    private Change Parse(ReadOnlySpan<byte> line)
    {
        try
        {
            return JsonSerializer.Deserialize(line, ChangeJson.Default.Change)!;
        }
        catch (JsonException exception)
        {
            throw new VectorStoreException(
                StoreFailureKind.Corrupt, $"The journal {File} is damaged at byte {_position}: delete it and index again. {exception.Message}");
        }
    }
}
