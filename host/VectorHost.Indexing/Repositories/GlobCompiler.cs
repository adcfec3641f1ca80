namespace VectorHost.Indexing.Repositories;

/// <summary>Turns the bytes of a pattern into the steps of a <see cref="Glob"/>.</summary>
internal ref struct GlobCompiler
{
    private readonly ReadOnlySpan<byte> _pattern;
    private readonly bool _ignoreCase;
    private readonly List<GlobToken> _tokens;
    private int _position;

    private GlobCompiler(ReadOnlySpan<byte> pattern, bool ignoreCase)
    {
        _pattern = pattern;
        _ignoreCase = ignoreCase;
        _tokens = new List<GlobToken>(pattern.Length);
    }

    /// <summary>Compiles a pattern.</summary>
    /// <param name="pattern">The pattern, without its leading and trailing slash.</param>
    /// <param name="ignoreCase">Whether the texts to match are lowered (ASCII) first.</param>
    /// <returns>The steps; <see langword="null"/> for a malformed pattern, which matches nothing.</returns>
    public static GlobToken[]? Compile(ReadOnlySpan<byte> pattern, bool ignoreCase)
    {
        GlobCompiler compiler = new(pattern, ignoreCase);
        return compiler.ReadAll() ? [.. compiler._tokens] : null;
    }

    private bool ReadAll()
    {
        // git compares what precedes the first special character by itself and starts its matcher behind it, so a `**`
        // right there counts as one at the start of the pattern, even in `a/b**`.
        int matcherStart = _pattern.IndexOfAny("*?[\\"u8);
        while (_position < _pattern.Length)
        {
            byte current = _pattern[_position];
            switch (current)
            {
                case (byte)'*':
                    ReadStars(matcherStart);
                    break;
                case (byte)'?':
                    _position++;
                    AddSet(new bool[256], negated: true);
                    break;
                case (byte)'[':
                    _position++;
                    if (!ReadSet())
                    {
                        return false;
                    }

                    break;
                case (byte)'\\' when ++_position == _pattern.Length:
                    return false;
                default:
                    AddLiteral(_pattern[_position++]);
                    break;
            }
        }

        return true;
    }

    private void AddLiteral(byte value) =>
        _tokens.Add(new GlobToken(GlobTokenKind.Literal, _ignoreCase && char.IsAsciiLetterUpper((char)value) ? (byte)(value | 0x20) : value));

    private void AddSet(bool[] set, bool negated)
    {
        for (int upper = 'A'; _ignoreCase && upper <= 'Z'; upper++)
        {
            set[upper | 0x20] |= set[upper];
        }

        for (int value = 0; negated && value < set.Length; value++)
        {
            set[value] = !set[value];
        }

        set['/'] = false;
        _tokens.Add(new GlobToken(GlobTokenKind.Set, Set: set));
    }

    private void ReadStars(int matcherStart)
    {
        int start = _position;
        while (_position < _pattern.Length && _pattern[_position] == '*')
        {
            _position++;
        }

        ReadOnlySpan<byte> rest = _pattern[_position..];
        bool standsAlone = _position - start > 1 && (start == matcherStart || start == 0 || _pattern[start - 1] == '/');
        if (standsAlone && rest.StartsWith("/"u8))
        {
            _position++;
            _tokens.Add(new GlobToken(GlobTokenKind.AnyFolders));
        }
        else if (standsAlone && (rest.IsEmpty || rest.StartsWith("\\/"u8)))
        {
            _tokens.Add(new GlobToken(GlobTokenKind.AnyPath));
        }
        else
        {
            _tokens.Add(new GlobToken(GlobTokenKind.Star));
        }
    }

    /// <summary>Reads a set such as <c>[a-z_]</c>, from behind its opening bracket.</summary>
    /// <returns>False where it is not closed or names an unknown class.</returns>
    private bool ReadSet()
    {
        bool[] set = new bool[256];
        bool negated = _position < _pattern.Length && _pattern[_position] is (byte)'!' or (byte)'^';
        if (negated)
        {
            _position++;
        }

        byte rangeStart = 0;
        for (bool isFirst = true; ; isFirst = false)
        {
            if (_position >= _pattern.Length)
            {
                return false;
            }

            byte current = _pattern[_position++];
            if (current == ']' && !isFirst)
            {
                AddSet(set, negated);
                return true;
            }

            if (current == '-' && rangeStart != 0 && _position < _pattern.Length && _pattern[_position] != ']')
            {
                if (!TryReadEscaped(_pattern[_position++], out byte last))
                {
                    return false;
                }

                for (int member = rangeStart; member <= last; member++)
                {
                    set[member] = true;
                }

                rangeStart = 0;
            }
            else if (current == '[' && TryReadClassName(out ReadOnlySpan<byte> name))
            {
                if (!TryAddClass(set, name))
                {
                    return false;
                }

                rangeStart = 0;
            }
            else if (TryReadEscaped(current, out byte single))
            {
                set[single] = true;
                rangeStart = single;
            }
            else
            {
                return false;
            }
        }
    }

    private bool TryReadEscaped(byte current, out byte value)
    {
        value = current;
        if (current != '\\')
        {
            return true;
        }

        if (_position >= _pattern.Length)
        {
            return false;
        }

        value = _pattern[_position++];
        return true;
    }

    /// <summary>Reads <c>:name:]</c> behind a bracket inside a set.</summary>
    private bool TryReadClassName(out ReadOnlySpan<byte> name)
    {
        name = default;
        ReadOnlySpan<byte> rest = _pattern[_position..];
        int end = rest.IndexOf((byte)']');
        if (!rest.StartsWith(":"u8) || end < 2 || rest[end - 1] != ':')
        {
            return false;
        }

        name = rest[1..(end - 1)];
        _position += end + 1;
        return true;
    }

    private static bool TryAddClass(bool[] set, ReadOnlySpan<byte> name)
    {
        Func<char, bool>? isMember = name switch
        {
            _ when name.SequenceEqual("alnum"u8) => char.IsAsciiLetterOrDigit,
            _ when name.SequenceEqual("alpha"u8) => char.IsAsciiLetter,
            _ when name.SequenceEqual("blank"u8) => static character => character is ' ' or '\t',
            _ when name.SequenceEqual("cntrl"u8) => static character => character is < ' ' or '\x7f',
            _ when name.SequenceEqual("digit"u8) => char.IsAsciiDigit,
            _ when name.SequenceEqual("graph"u8) => static character => character is > ' ' and < '\x7f',
            _ when name.SequenceEqual("lower"u8) => char.IsAsciiLetterLower,
            _ when name.SequenceEqual("print"u8) => static character => character is >= ' ' and < '\x7f',
            _ when name.SequenceEqual("punct"u8) => static character => character < '\x7f' && (char.IsPunctuation(character) || char.IsSymbol(character)),
            _ when name.SequenceEqual("space"u8) => static character => character is ' ' or (>= '\t' and <= '\r'),
            _ when name.SequenceEqual("upper"u8) => char.IsAsciiLetterUpper,
            _ when name.SequenceEqual("xdigit"u8) => char.IsAsciiHexDigit,
            _ => null,
        };

        for (char character = '\0'; isMember is not null && character < 128; character++)
        {
            set[character] |= isMember(character);
        }

        return isMember is not null;
    }
}
