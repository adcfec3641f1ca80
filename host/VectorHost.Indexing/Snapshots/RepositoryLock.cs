using System.Globalization;

namespace VectorHost.Indexing.Snapshots;

/// <summary>
/// The right to index one repository into one backend: one process holds it at a time. The operating system takes it
/// back when the process ends in whatever way.
/// </summary>
/// <remarks>
/// The lock is an open file that nobody else can open. Who holds it stands in a second file beside it, for messages
/// alone. Neither the lock's file is ever deleted nor is its content read: both would open races.
/// </remarks>
public sealed class RepositoryLock : IDisposable
{
    private const int WindowsSharingViolation = unchecked((int)0x80070020);
    private const int LinuxWouldBlock = 11;
    private const int MacWouldBlock = 35;
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);
    private readonly FileStream _stream;
    private readonly string _holderFile;

    private RepositoryLock(FileStream stream, string holderFile)
    {
        _stream = stream;
        _holderFile = holderFile;
    }

    /// <summary>Takes the lock when it is free.</summary>
    /// <param name="path">The lock's file, such as <see cref="SnapshotLocation.LockFile"/>; made, with its folder, where it is missing.</param>
    /// <returns>The lock, to be disposed; <see langword="null"/> when it is held, by this process or another.</returns>
    /// <exception cref="IOException">The file cannot be opened for another reason.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be opened.</exception>
    public static RepositoryLock? TryAcquire(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        FileStream stream;
        try
        {
            stream = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException e) when (IsHeld(e))
        {
            return null;
        }

        try
        {
            string holderFile = HolderFile(path);
            File.WriteAllText(holderFile, Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
            return new RepositoryLock(stream, holderFile);
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    /// <summary>Takes the lock, waiting until it is free.</summary>
    /// <param name="path">The lock's file, as for <see cref="TryAcquire"/>.</param>
    /// <param name="onWaiting">
    /// Called once before the first wait, with the id of the process that holds the lock where it is known: for a line to
    /// the user.
    /// </param>
    /// <param name="timeProvider">What the time between tries is measured with.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The lock, to be disposed.</returns>
    /// <exception cref="IOException">The file cannot be opened for another reason than that it is held.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be opened.</exception>
    public static async Task<RepositoryLock> AcquireAsync(
        string path, Action<int?>? onWaiting, TimeProvider timeProvider, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(timeProvider);
        cancellationToken.ThrowIfCancellationRequested();
        RepositoryLock? acquired = TryAcquire(path);
        if (acquired is null)
        {
            onWaiting?.Invoke(FindHolder(path));
        }

        while (acquired is null)
        {
            await Task.Delay(Interval, timeProvider, cancellationToken).ConfigureAwait(false);
            acquired = TryAcquire(path);
        }

        return acquired;
    }

    /// <summary>Reads which process took the lock last and did not give it back: the holder, while the lock is held.</summary>
    /// <param name="path">The lock's file.</param>
    /// <returns>The process's id, or <see langword="null"/> where it is not known.</returns>
    public static int? FindHolder(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        try
        {
            string text = File.ReadAllText(HolderFile(path));
            return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int id) ? id : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Gives the lock back.</summary>
    public void Dispose()
    {
        if (_stream.CanRead)
        {
            // Before the lock is free: the next holder's name must stay.
            DeleteHolder();
            _stream.Dispose();
        }
    }

    private static string HolderFile(string path) => path + ".holder";

    private static bool IsHeld(IOException e) => OperatingSystem.IsWindows()
        ? e.HResult == WindowsSharingViolation
        : e.HResult == (OperatingSystem.IsLinux() ? LinuxWouldBlock : MacWouldBlock);

    private void DeleteHolder()
    {
        try
        {
            File.Delete(_holderFile);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return;
        }
    }
}
