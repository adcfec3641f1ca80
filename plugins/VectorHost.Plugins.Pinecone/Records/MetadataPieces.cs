using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using VectorHost.Plugins.Pinecone.Wire;

namespace VectorHost.Plugins.Pinecone.Records;

/// <summary>
/// Cuts a repository's metadata into records that the service takes: a head under the repository's key and, where it is
/// large, further pieces under the key, the version's stamp and a number.
/// </summary>
internal static class MetadataPieces
{
    // Six bytes each at the most, in 40 kB with the other fields.
    private const int MaxCharacters = 6_000;

    /// <summary>The most pieces of one repository's metadata: some six million characters, where it has a thousand or two.</summary>
    public const int MaxPieces = 1_000;

    // No key has it.
    private const char Separator = '~';

    /// <summary>Whether an id is that of a head.</summary>
    public static bool IsHead(string id) => !id.Contains(Separator, StringComparison.Ordinal);

    /// <summary>What the ids of all further pieces begin with.</summary>
    public static string Prefix(string key) => $"{key}{Separator}";

    /// <summary>The ids of the further pieces of one version.</summary>
    public static IReadOnlyList<string> FurtherIds(string key, string stamp, int pieces) =>
        [.. Enumerable.Range(1, Math.Max(pieces - 1, 0)).Select(number => FurtherId(key, stamp, number))];

    /// <summary>Cuts.</summary>
    /// <param name="key">The repository's key.</param>
    /// <param name="repository">Its name.</param>
    /// <param name="json">Its metadata.</param>
    /// <param name="vector">A vector for each of them: the service wants one.</param>
    public static IReadOnlyList<StoredVector<DocumentFields>> Cut(string key, string repository, string json, ReadOnlyMemory<float> vector)
    {
        List<string> pieces = CutText(json);
        string stamp = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(json)))[..16];
        return
        [
            .. pieces.Select((piece, number) => new StoredVector<DocumentFields>
            {
                Id = number == 0 ? key : FurtherId(key, stamp, number),
                Values = vector,
                Metadata = new DocumentFields { Repository = repository, Stamp = stamp, Pieces = pieces.Count, Json = piece },
            }),
        ];
    }

    private static string FurtherId(string key, string stamp, int number) =>
        string.Create(CultureInfo.InvariantCulture, $"{key}{Separator}{stamp}{Separator}{number}");

    private static List<string> CutText(string text)
    {
        List<string> pieces = [];
        for (int start = 0; start < text.Length;)
        {
            int length = Math.Min(MaxCharacters, text.Length - start);
            if (char.IsHighSurrogate(text[start + length - 1]))
            {
                // Half a character is no text.
                length--;
            }

            pieces.Add(text.Substring(start, length));
            start += length;
        }

        return pieces;
    }
}
