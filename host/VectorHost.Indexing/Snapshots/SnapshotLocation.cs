using System.Globalization;
using VectorHost.Indexing.Repositories;

namespace VectorHost.Indexing.Snapshots;

/// <summary>Where the snapshots of one repository in one backend lie below the user's cache folder.</summary>
/// <remarks>
/// Each snapshot gets a name of its own, <c>BACKEND.NUMBER.snapshot</c>, of which the highest number counts: a snapshot
/// that others have open is never replaced, only deleted, which works on every system.
/// </remarks>
public sealed class SnapshotLocation
{
    private const string Suffix = ".snapshot";
    private const int OpeningAttempts = 10;
    private const int LongestSlug = 48;
    private const int LongestBackendName = 64;
    private readonly string _backend;

    /// <summary>Works out a location. Nothing is created.</summary>
    /// <param name="cacheDirectory">The user's cache folder for VectorHost, absolute.</param>
    /// <param name="repository">The repository's name, as the store knows it.</param>
    /// <param name="backend">The backend's name: letters, digits, <c>-</c> and <c>_</c>; case does not matter.</param>
    /// <exception cref="ArgumentException">A name is empty, or the backend's holds other characters.</exception>
    public SnapshotLocation(string cacheDirectory, string repository, string backend)
    {
        ArgumentException.ThrowIfNullOrEmpty(cacheDirectory);
        ArgumentException.ThrowIfNullOrEmpty(repository);
        ArgumentNullException.ThrowIfNull(backend);
        if (!IsBackendName(backend))
        {
            throw new ArgumentException($"'{backend}' is not the name of a backend.", nameof(backend));
        }

        _backend = backend.ToLowerInvariant();
        Directory = Path.Combine(cacheDirectory, "repositories", FolderName(repository));
    }

    /// <summary>The repository's folder, which all backends share.</summary>
    public string Directory { get; }

    /// <summary>The folder for the temporary files of a <see cref="SnapshotWriter"/>.</summary>
    public string WorkingDirectory => Path.Combine(Directory, $"{_backend}.working");

    /// <summary>The file for the <see cref="RepositoryLock"/> under which snapshots are written.</summary>
    public string LockFile => Path.Combine(Directory, $"{_backend}.lock");

    /// <summary>Whether there is a snapshot, readable or not.</summary>
    public bool HasSnapshot => FindNewest() is not null;

    /// <summary>Opens the newest snapshot, or says why it cannot be used. Needs no lock.</summary>
    public SnapshotOpening Open()
    {
        // A writer may publish a newer snapshot, and delete the one that was found, before it is open.
        SnapshotOpening opening = SnapshotOpening.Missing();
        for (int i = 0; i < OpeningAttempts && opening.IsMissing && FindNewest() is (_, string file); i++)
        {
            opening = RepositorySnapshot.Open(file);
        }

        return opening;
    }

    /// <summary>Completes a snapshot under the next name and deletes those before it. The caller holds the lock.</summary>
    /// <param name="writer">The snapshot to write; the one it keeps files from may be open.</param>
    /// <param name="cancellationToken">Cancels the writing; the newest snapshot is then the one before.</param>
    /// <returns>The new snapshot's file.</returns>
    /// <inheritdoc cref="SnapshotWriter.Complete" path="/exception"/>
    public string Publish(SnapshotWriter writer, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(writer);
        System.IO.Directory.CreateDirectory(Directory);
        long number = (FindNewest()?.Number ?? 0) + 1;
        string file = Path.Combine(Directory, string.Create(CultureInfo.InvariantCulture, $"{_backend}.{number:D10}{Suffix}"));
        writer.Complete(file, cancellationToken);
        DeleteBelow(number);
        return file;
    }

    /// <summary>
    /// Deletes every snapshot here, a half-written one included, for a repository that was cleared. The caller holds the
    /// lock.
    /// </summary>
    /// <exception cref="IOException">A snapshot could not be deleted.</exception>
    /// <exception cref="UnauthorizedAccessException">A snapshot may not be deleted.</exception>
    public void Delete()
    {
        foreach ((_, string file) in FindAll(Suffix).Concat(FindAll(Suffix + SnapshotAssembly.PartialSuffix)))
        {
            File.Delete(file);
        }
    }

    private static bool IsBackendName(string text)
    {
        foreach (char character in text)
        {
            if (!char.IsAsciiLetterOrDigit(character) && character is not ('-' or '_'))
            {
                return false;
            }
        }

        return text.Length is > 0 and <= LongestBackendName;
    }

    private static string FolderName(string repository)
    {
        string slug = NameSlug.Of(repository, LongestSlug);
        string hash = NameHash.Of(repository);
        return slug.Length == 0 ? hash : $"{slug}-{hash}";
    }

    private (long Number, string File)? FindNewest()
    {
        (long Number, string File)? newest = null;
        foreach ((long Number, string File) found in FindAll())
        {
            newest = newest is null || found.Number > newest.Value.Number ? found : newest;
        }

        return newest;
    }

    private IEnumerable<(long Number, string File)> FindAll(string suffix = Suffix)
    {
        DirectoryInfo directory = new(Directory);
        if (!directory.Exists)
        {
            yield break;
        }

        string prefix = _backend + '.';
        foreach (FileInfo file in directory.EnumerateFiles($"{prefix}*{suffix}"))
        {
            ReadOnlySpan<char> number = file.Name.AsSpan(prefix.Length, Math.Max(0, file.Name.Length - prefix.Length - suffix.Length));
            if (long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out long parsed))
            {
                yield return (parsed, file.FullName);
            }
        }
    }

    private void DeleteBelow(long number)
    {
        foreach ((long found, string file) in FindAll())
        {
            if (found < number)
            {
                TryDelete(file);
            }
        }
    }

    /// <summary>On Windows a file that someone has open stays, until the next snapshot is published.</summary>
    private static void TryDelete(string file)
    {
        try
        {
            File.Delete(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return;
        }
    }
}
