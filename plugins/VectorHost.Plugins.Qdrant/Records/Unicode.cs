using System.Text;

namespace VectorHost.Plugins.Qdrant.Records;

/// <summary>Whether a text can be sent: half of a pair of surrogates has no place in JSON.</summary>
internal static class Unicode
{
    public static bool IsValid(string text)
    {
        ReadOnlySpan<char> rest = text;
        while (!rest.IsEmpty)
        {
            if (Rune.DecodeFromUtf16(rest, out _, out int consumed) is not System.Buffers.OperationStatus.Done)
            {
                return false;
            }

            rest = rest[consumed..];
        }

        return true;
    }
}
