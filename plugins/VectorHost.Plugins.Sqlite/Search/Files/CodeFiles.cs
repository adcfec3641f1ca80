using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.Extensions.Logging;
using VectorHost.Plugins.Sqlite.Search.Codes;

namespace VectorHost.Plugins.Sqlite.Search.Files;

/// <summary>
/// The files of codes beside a database, one for each large repository. They hold nothing that the database lacks: where one
/// is missing, older or damaged, or cannot be written, searches go on without.
/// </summary>
/// <param name="databasePath">The database.</param>
/// <param name="logger">Where failures are noted.</param>
internal sealed class CodeFiles(string databasePath, ILogger logger)
{
    private readonly ConcurrentDictionary<long, bool> _damaged = new();

    private string Prefix => $"{databasePath}-codes-";

    /// <summary>Opens the codes of a repository as of its generation.</summary>
    /// <returns>Null where there is no such file.</returns>
    public CodedVectors? TryOpen(SearchScope scope) =>
        !_damaged.ContainsKey(scope.Id) && CodeFileReader.TryOpen(PathOf(scope.Id), scope) is CodeImage image
            ? new CodedVectors(scope, image, isFromFile: true)
            : null;

    /// <summary>Writes the codes of a repository.</summary>
    /// <returns>Whether that could be done.</returns>
    public bool TryWrite(CodedVectors vectors, CancellationToken cancellationToken) =>
        TryWrite(vectors.Scope, path => CodeFileWriter.Write(path, vectors.Scope, vectors.Image, cancellationToken));

    /// <summary>Makes the codes of a repository where they are written, with little memory.</summary>
    /// <param name="scope">Whose codes they are, and of when.</param>
    /// <param name="layout">What lies where.</param>
    /// <param name="fill">Writes all sections, and returns <see cref="CodeImage.LargestNorm"/>.</param>
    /// <returns>Whether that could be done.</returns>
    public bool TryWrite(SearchScope scope, CodeLayout layout, Func<CodeTarget, float> fill) =>
        TryWrite(scope, path => CodeFileWriter.Write(path, scope, layout, fill));

    /// <summary>Whether there is a file of a repository as of its generation.</summary>
    public bool Has(SearchScope scope)
    {
        using CodeImage? image = CodeFileReader.TryOpen(PathOf(scope.Id), scope);
        return image is not null;
    }

    /// <summary>Leaves a repository's file alone from now on, and deletes it where that can be done.</summary>
    public void Discard(long repositoryId)
    {
        SqliteStoreLog.CodesDamaged(logger, PathOf(repositoryId));
        _damaged[repositoryId] = true;
        TryDelete(PathOf(repositoryId));
    }

    /// <summary>Deletes the files of repositories that are gone, and what writers left that were ended.</summary>
    /// <param name="repositoryIds">The repositories that there are.</param>
    public void Sweep(IReadOnlySet<long> repositoryIds)
    {
        SweepUnfinished();
        foreach (string path in Find())
        {
            if (long.TryParse(path[Prefix.Length..], NumberStyles.None, CultureInfo.InvariantCulture, out long id) && !repositoryIds.Contains(id))
            {
                TryDelete(path);
            }
        }
    }

    private bool TryWrite(SearchScope scope, Action<string> write)
    {
        SweepUnfinished();
        try
        {
            write(PathOf(scope.Id));
            return true;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            SqliteStoreLog.CodesNotWritten(logger, scope.Name, exception.Message);
            return false;
        }
    }

    private void SweepUnfinished()
    {
        foreach (string path in Find().Where(path => path.EndsWith(CodeFileWriter.UnfinishedSuffix, StringComparison.Ordinal)))
        {
            TryDeleteUnheld(path);
        }
    }

    private string[] Find()
    {
        try
        {
            return Directory.GetFiles(Path.GetDirectoryName(databasePath)!, $"{Path.GetFileName(databasePath)}-codes-*");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    private static void TryDeleteUnheld(string path)
    {
        try
        {
            using FileStream file = new(path, FileMode.Open, FileAccess.ReadWrite, FileShare.Delete, bufferSize: 0);
            File.Delete(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Being written, or not ours to delete: either way it does no harm.
        }
    }

    private static void TryDelete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // It does no harm: what it holds is checked against the database.
        }
    }

    private string PathOf(long repositoryId) => string.Create(CultureInfo.InvariantCulture, $"{Prefix}{repositoryId}");
}
