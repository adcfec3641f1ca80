namespace VectorHost.Indexing.Ranking.Questions;

/// <summary>Finds the places of a text where one of some words may begin, in upper or lower case.</summary>
/// <remarks>
/// A text is read by three characters at a time, for which a table says whether a word begins with them: so many words cost
/// no more than one.
/// </remarks>
internal sealed class WordStarts
{
    private const int Length = 3;

    /// <summary>Bits of a character's class; three classes make a place in the table.</summary>
    private const int ClassBits = 6;

    private const int Classes = 1 << ClassBits;
    private const int LastTwo = (1 << (2 * ClassBits)) - 1;

    /// <summary>The class of everything beyond ASCII: the table cannot tell, and the texts are compared.</summary>
    private const byte Beyond = Classes - 1;

    private static readonly byte[] ClassesOfAscii = MakeClasses();

    private readonly string[] _starts;

    /// <summary>For each two classes, a bit for each third.</summary>
    private readonly ulong[] _table = new ulong[Classes * Classes];

    /// <summary>Prepares for words.</summary>
    /// <param name="starts">How they begin: one to three characters each.</param>
    public WordStarts(string[] starts)
    {
        _starts = starts;
        for (int i = 0; i < _table.Length; i++)
        {
            _table[i] = i / Classes == Beyond || i % Classes == Beyond ? ulong.MaxValue : 1ul << Beyond;
        }

        foreach (string start in starts)
        {
            Add(start);
        }
    }

    /// <summary>Finds the first place.</summary>
    /// <param name="text">The text.</param>
    /// <returns>Where it is; -1 where there is none.</returns>
    public int IndexIn(ReadOnlySpan<char> text)
    {
        byte[] classes = ClassesOfAscii;
        ulong[] table = _table;
        int pair = (ClassAt(text, 0) << ClassBits) | ClassAt(text, 1);
        for (int i = 0; i < text.Length; i++)
        {
            int third = 0;
            if (i + 2 < text.Length)
            {
                char c = text[i + 2];
                third = c < classes.Length ? classes[c] : Beyond;
            }

            if (((table[pair] >> third) & 1) != 0 && (IsCertain(pair, third) || BeginsAt(text[i..])))
            {
                return i;
            }

            pair = ((pair << ClassBits) & LastTwo) | third;
        }

        return -1;
    }

    /// <summary>Letters in either case, digits and the underscore have classes of their own; 0 is all else, and the end.</summary>
    private static byte[] MakeClasses()
    {
        byte[] classes = new byte[128];
        byte next = 1;
        for (char letter = 'a'; letter <= 'z'; letter++)
        {
            classes[letter] = classes[char.ToUpperInvariant(letter)] = next++;
        }

        for (char digit = '0'; digit <= '9'; digit++)
        {
            classes[digit] = next++;
        }

        classes['_'] = next;
        return classes;
    }

    private static int ClassAt(ReadOnlySpan<char> text, int index) =>
        (uint)index >= (uint)text.Length ? 0 : text[index] < ClassesOfAscii.Length ? ClassesOfAscii[text[index]] : Beyond;

    private static bool IsCertain(int pair, int third) => pair >> ClassBits != Beyond && (pair & Beyond) != Beyond && third != Beyond;

    private void Add(string start)
    {
        int first = ClassAt(start, 0);
        for (int second = 0; second < Classes; second++)
        {
            if (start.Length < 2 || second == ClassAt(start, 1))
            {
                _table[(first << ClassBits) | second] |= start.Length < Length ? ulong.MaxValue : 1ul << ClassAt(start, 2);
            }
        }
    }

    private bool BeginsAt(ReadOnlySpan<char> text)
    {
        foreach (string start in _starts)
        {
            if (text.StartsWith(start, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }
}
