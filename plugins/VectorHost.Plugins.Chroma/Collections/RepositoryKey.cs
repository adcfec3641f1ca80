using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace VectorHost.Plugins.Chroma.Collections;

/// <summary>Stands for a repository where its name cannot: in the names of collections, and as an id in the catalogue.</summary>
internal static class RepositoryKey
{
    private const int Bytes = 8;

    /// <summary>16 hexadecimal digits of the name's SHA-256; names that differ in anything have different ones.</summary>
    public static string Of(string repository) =>
        Convert.ToHexStringLower(SHA256.HashData(MemoryMarshal.AsBytes(repository.AsSpan())).AsSpan(0, Bytes));
}
