using System.IO.MemoryMappedFiles;
using System.Runtime.InteropServices;
using VectorHost.Plugins.Sqlite.Search.Codes;

namespace VectorHost.Plugins.Sqlite.Search.Files;

/// <summary>Maps files of codes into memory: only what a search touches is read.</summary>
internal static class CodeFileReader
{
    /// <summary>Opens the codes of a repository as of its generation.</summary>
    /// <returns>Null where there is no such file, or it is not what was written.</returns>
    public static CodeImage? TryOpen(string path, SearchScope scope)
    {
        // The bytes of numbers are used as they lie in the file.
        if (!BitConverter.IsLittleEndian || !File.Exists(path))
        {
            return null;
        }

        try
        {
            using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
            byte[] start = new byte[CodeFileHeader.Length];
            return file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false) == start.Length
                && CodeFileHeader.TryRead(start) is CodeFileHeader header
                && (header.RepositoryId, header.Generation, header.Dimensions) == (scope.Id, scope.Generation, scope.Dimensions)
                && header.FileLength == file.Length
                && TryReadChecksums(file, header) is uint[] checksums
                ? Map(file, header, new PageChecks(scope.Id, checksums))
                : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>The checksum of checksums.</summary>
    public static uint ChecksumOf(ReadOnlySpan<uint> checksums)
    {
        uint all = (uint)checksums.Length;
        foreach (uint checksum in checksums)
        {
            all = System.Numerics.BitOperations.Crc32C(all, checksum);
        }

        return all;
    }

    private static uint[]? TryReadChecksums(FileStream file, CodeFileHeader header)
    {
        uint[] checksums = new uint[header.Layout.Length / PageChecks.PageBytes];
        file.Position = CodeFileHeader.Length + header.Layout.Length;
        file.ReadExactly(MemoryMarshal.AsBytes(checksums.AsSpan()));
        return ChecksumOf(checksums) == header.Checksum ? checksums : null;
    }

    private static CodeImage Map(FileStream file, CodeFileHeader header, PageChecks checks)
    {
        using MemoryMappedFile mapping = MemoryMappedFile.CreateFromFile(
            file, mapName: null, capacity: 0, MemoryMappedFileAccess.Read, HandleInheritability.None, leaveOpen: true);
        MemoryMappedViewAccessor view = mapping.CreateViewAccessor(0, 0, MemoryMappedFileAccess.Read);
        return new CodeImage(view.SafeMemoryMappedViewHandle, view, CodeFileHeader.Length, header.Layout, header.LargestNorm, checks);
    }
}
