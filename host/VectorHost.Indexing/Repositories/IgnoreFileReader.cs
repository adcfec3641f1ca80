using System.Text;

namespace VectorHost.Indexing.Repositories;

/// <summary>Reads the small files that steer a walk. One that is missing, special or unreadable counts as empty, as in git.</summary>
internal static class IgnoreFileReader
{
    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="followLink">Whether it may be a symbolic link; git takes no link in a work tree for an ignore file.</param>
    public static byte[] ReadBytes(string path, bool followLink)
    {
        try
        {
            // A length of 0 is a pipe or a device too, and opening one of these may wait for ever.
            FileInfo? file = new(path);
            if (file.LinkTarget is not null)
            {
                file = followLink ? file.ResolveLinkTarget(returnFinalTarget: true) as FileInfo : null;
            }

            return file is { Exists: true, Length: > 0 } ? File.ReadAllBytes(file.FullName) : [];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    /// <summary>Reads a file of git's own, which may be a link.</summary>
    public static string ReadText(string path) => Encoding.UTF8.GetString(ReadBytes(path, followLink: true));
}
