using System.Buffers.Binary;
using System.Numerics;
using System.Text;

namespace VectorHost.Indexing.Repositories;

/// <summary>The first digits of a text's SHA-256, for names that tell things of one name apart.</summary>
/// <remarks>
/// Computed here (FIPS 180-4, sections 5 and 6.2), since the framework's loads the system's cryptographic library, which
/// takes a third of the time that the runtime needs to start. Nothing secret is hashed, and nothing of any length.
/// </remarks>
internal static class NameHash
{
    /// <summary>How many digits it has.</summary>
    public const int Digits = 8;

    private const int BlockSize = 64;
    private const int Rounds = 64;

    private static ReadOnlySpan<uint> Constants =>
    [
        0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
        0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
        0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
        0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
        0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
        0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
        0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
        0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
    ];

    /// <summary>The first 8 hexadecimal digits, in lower case, of the SHA-256 of a text's UTF-8.</summary>
    public static string Of(string text)
    {
        byte[] message = Pad(Encoding.UTF8.GetBytes(text));
        uint[] state = [0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19];
        for (int start = 0; start < message.Length; start += BlockSize)
        {
            AddBlock(state, message.AsSpan(start, BlockSize));
        }

        return state[0].ToString($"x{Digits}", System.Globalization.CultureInfo.InvariantCulture);
    }

    /// <summary>A one bit, zeros, and the length in bits, up to a whole block.</summary>
    private static byte[] Pad(byte[] text)
    {
        int blocks = (text.Length + 1 + sizeof(ulong) + BlockSize - 1) / BlockSize;
        byte[] message = new byte[blocks * BlockSize];
        text.CopyTo(message, 0);
        message[text.Length] = 0x80;
        BinaryPrimitives.WriteUInt64BigEndian(message.AsSpan(message.Length - sizeof(ulong)), (ulong)text.Length * 8);
        return message;
    }

    private static void AddBlock(uint[] state, ReadOnlySpan<byte> block)
    {
        Span<uint> words = stackalloc uint[Rounds];
        Expand(block, words);
        (uint a, uint b, uint c, uint d) = (state[0], state[1], state[2], state[3]);
        (uint e, uint f, uint g, uint h) = (state[4], state[5], state[6], state[7]);
        for (int round = 0; round < Rounds; round++)
        {
            uint first = h + (Rotate(e, 6) ^ Rotate(e, 11) ^ Rotate(e, 25)) + ((e & f) ^ (~e & g)) + Constants[round] + words[round];
            uint second = (Rotate(a, 2) ^ Rotate(a, 13) ^ Rotate(a, 22)) + ((a & b) ^ (a & c) ^ (b & c));
            (h, g, f, e) = (g, f, e, d + first);
            (d, c, b, a) = (c, b, a, first + second);
        }

        state[0] += a;
        state[1] += b;
        state[2] += c;
        state[3] += d;
        state[4] += e;
        state[5] += f;
        state[6] += g;
        state[7] += h;
    }

    private static void Expand(ReadOnlySpan<byte> block, Span<uint> words)
    {
        for (int i = 0; i < words.Length; i++)
        {
            words[i] = i < BlockSize / sizeof(uint)
                ? BinaryPrimitives.ReadUInt32BigEndian(block[(i * sizeof(uint))..])
                : words[i - 16] + words[i - 7]
                    + (Rotate(words[i - 15], 7) ^ Rotate(words[i - 15], 18) ^ (words[i - 15] >> 3))
                    + (Rotate(words[i - 2], 17) ^ Rotate(words[i - 2], 19) ^ (words[i - 2] >> 10));
        }
    }

    private static uint Rotate(uint value, int bits) => BitOperations.RotateRight(value, bits);
}
