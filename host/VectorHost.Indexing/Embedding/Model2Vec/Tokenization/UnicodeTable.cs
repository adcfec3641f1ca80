using System.Globalization;

namespace VectorHost.Indexing.Embedding.Model2Vec.Tokenization;

/// <summary>
/// What Unicode's character database says of decompositions, from <c>unicode-forms.txt</c>: <c>CODE=PARTS</c> for a pair
/// that composes again, <c>CODE-PARTS</c> for what does not, <c>CODE~PARTS</c> for compatibility, <c>CLASS:RANGES</c> for
/// the classes of marks. Korean syllables are computed.
/// </summary>
internal sealed class UnicodeTable
{
    private const string Resource = "VectorHost.Indexing.unicode-forms.txt";
    private const int SyllableBase = 0xAC00;
    private const int LeadBase = 0x1100;
    private const int VowelBase = 0x1161;
    private const int TailBase = 0x11A7;
    private const int LeadCount = 19;
    private const int VowelCount = 21;
    private const int TailCount = 28;
    private const int SyllableCount = LeadCount * VowelCount * TailCount;

    private readonly Dictionary<int, (int[] Parts, bool IsCompatibility)> _decompositions = [];
    private readonly Dictionary<(int, int), int> _compositions = [];
    private readonly Dictionary<int, int> _classes = [];

    /// <summary>Reads the table.</summary>
    public static UnicodeTable Read()
    {
        UnicodeTable table = new();
        using Stream stream = typeof(UnicodeTable).Assembly.GetManifestResourceStream(Resource)
            ?? throw new InvalidOperationException($"The resource {Resource} is missing.");
        using StreamReader reader = new(stream);
        while (reader.ReadLine() is { } line)
        {
            table.Add(line);
        }

        return table;
    }

    /// <summary>The class by which marks are ordered; 0 for what is no such mark.</summary>
    public int ClassOf(int code) => _classes.GetValueOrDefault(code);

    /// <summary>Appends what a character is made of, all the way.</summary>
    /// <param name="code">The character.</param>
    /// <param name="compatibly">Whether what only looks alike counts too.</param>
    /// <param name="codes">Where to.</param>
    public void Decompose(int code, bool compatibly, List<int> codes)
    {
        if (code - SyllableBase is >= 0 and < SyllableCount and var syllable)
        {
            codes.Add(LeadBase + (syllable / (VowelCount * TailCount)));
            codes.Add(VowelBase + (syllable % (VowelCount * TailCount) / TailCount));
            if (syllable % TailCount != 0)
            {
                codes.Add(TailBase + (syllable % TailCount));
            }
        }
        else if (_decompositions.TryGetValue(code, out (int[] Parts, bool IsCompatibility) found) && (compatibly || !found.IsCompatibility))
        {
            foreach (int part in found.Parts)
            {
                Decompose(part, compatibly, codes);
            }
        }
        else
        {
            codes.Add(code);
        }
    }

    /// <summary>The character that two make together, where there is one.</summary>
    public bool TryCompose(int first, int second, out int composed)
    {
        int lead = first - LeadBase;
        int vowel = second - VowelBase;
        if (lead is >= 0 and < LeadCount && vowel is >= 0 and < VowelCount)
        {
            composed = SyllableBase + (((lead * VowelCount) + vowel) * TailCount);
            return true;
        }

        int tail = second - TailBase;
        if (first - SyllableBase is >= 0 and < SyllableCount and var syllable && syllable % TailCount == 0 && tail is > 0 and < TailCount)
        {
            composed = first + tail;
            return true;
        }

        return _compositions.TryGetValue((first, second), out composed);
    }

    private void Add(string line)
    {
        int mark = line.AsSpan().IndexOfAny("=-~:");
        string rest = line[(mark + 1)..];
        if (line[mark] == ':')
        {
            AddClass(int.Parse(line.AsSpan(0, mark), NumberStyles.None, CultureInfo.InvariantCulture), rest);
            return;
        }

        int code = Code(line.AsSpan(0, mark));
        int[] parts = [.. rest.Split(' ').Select(part => Code(part))];
        _decompositions[code] = (parts, line[mark] == '~');
        if (line[mark] == '=')
        {
            _compositions[(parts[0], parts[1])] = code;
        }
    }

    private void AddClass(int rank, string ranges)
    {
        foreach (string range in ranges.Split(' '))
        {
            string[] ends = range.Split("..");
            for (int code = Code(ends[0]); code <= Code(ends[^1]); code++)
            {
                _classes[code] = rank;
            }
        }
    }

    private static int Code(ReadOnlySpan<char> digits) => int.Parse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
}
