using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace VectorHost.Plugins.Pinecone.Records;

/// <summary>
/// The namespaces of an index: one for the records of each repository, and one for the metadata of all. Others in the
/// same index are somebody else's and never touched.
/// </summary>
internal static class NamespaceNames
{
    /// <summary>What the namespace of every repository begins with.</summary>
    public const string RepositoryPrefix = "vh.";

    /// <summary>The namespace with the metadata, which no repository's can be.</summary>
    public const string Metadata = "vh_metadata";

    private const int LongestKey = 200;

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The namespace of a repository's records.</summary>
    public static string OfKey(string key) => RepositoryPrefix + key;

    /// <summary>
    /// A repository's name in letters, digits, <c>.</c>, <c>-</c> and <c>_</c>: every other byte of its UTF-8, and
    /// <c>_</c>, is <c>_</c> with two hexadecimal digits. Names that become too long keep their beginning, and a hash
    /// after <c>_h</c>, which no escape is.
    /// </summary>
    /// <returns>False for what is no text and so no repository's name: half a surrogate pair.</returns>
    public static bool TryGetKey(string repository, [NotNullWhen(true)] out string? key)
    {
        key = null;
        byte[] bytes;
        try
        {
            bytes = StrictUtf8.GetBytes(repository);
        }
        catch (EncoderFallbackException)
        {
            return false;
        }

        StringBuilder text = new();
        foreach (byte unit in bytes)
        {
            char character = (char)unit;
            _ = char.IsAsciiLetterOrDigit(character) || character is '.' or '-'
                ? text.Append(character)
                : text.Append(CultureInfo.InvariantCulture, $"_{unit:x2}");
        }

        key = text.Length <= LongestKey
            ? text.ToString()
            : $"{text.ToString(0, LongestKey / 2)}_h{Convert.ToHexStringLower(SHA256.HashData(bytes))}";
        return true;
    }
}
