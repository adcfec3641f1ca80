using System.Text;

namespace VectorHost.Plugins.Sqlite.Records;

/// <summary>
/// UTF-8 that refuses an unpaired surrogate instead of putting another character in its place: a stored text must be
/// the one that was hashed, and a filter must not match what it does not say.
/// </summary>
internal static class StrictUtf8
{
    /// <summary>Throws <see cref="EncoderFallbackException"/> where a text cannot be encoded.</summary>
    public static UTF8Encoding Encoding { get; } = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
}
