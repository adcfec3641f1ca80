using System.Text;

namespace VectorHost.Indexing.Repositories;

/// <summary>Reads single values of git's configuration files: see git-config(1), "Syntax". Included files are not followed.</summary>
internal static class GitConfiguration
{
    /// <summary>The last value that a file gives to a key.</summary>
    /// <param name="file">The file; a missing or unreadable one holds nothing.</param>
    /// <param name="section">The section, without a subsection.</param>
    /// <param name="key">The key.</param>
    /// <returns>The value; an empty one where the key stands alone; <see langword="null"/> where it is not set.</returns>
    public static string? Read(string file, string section, string key)
    {
        string? found = null;
        string currentSection = "";
        foreach (string line in LogicalLines(file))
        {
            string rest = line.Trim();
            if (rest.StartsWith('[') && rest.IndexOf(']', StringComparison.Ordinal) is > 0 and int end)
            {
                currentSection = rest[1..end];
                rest = rest[(end + 1)..].Trim();
            }

            int equals = rest.IndexOf('=', StringComparison.Ordinal);
            string name = (equals < 0 ? rest : rest[..equals]).Trim();
            if (currentSection.Equals(section, StringComparison.OrdinalIgnoreCase) && name.Equals(key, StringComparison.OrdinalIgnoreCase))
            {
                found = equals < 0 ? "" : Unquote(rest[(equals + 1)..].Trim());
            }
        }

        return found;
    }

    /// <summary>The lines of a file, with those that end with a backslash joined to the next.</summary>
    private static IEnumerable<string> LogicalLines(string file)
    {
        StringBuilder joined = new();
        foreach (string line in IgnoreFileReader.ReadText(file).ReplaceLineEndings("\n").Split('\n'))
        {
            if (line.EndsWith('\\'))
            {
                joined.Append(line, 0, line.Length - 1);
                continue;
            }

            yield return joined.Append(line).ToString();
            joined.Clear();
        }
    }

    /// <summary>Takes off quotes, escapes and a comment behind the value.</summary>
    private static string Unquote(string value)
    {
        StringBuilder text = new();
        bool isQuoted = false;
        int trailingSpaces = 0;
        for (int index = 0; index < value.Length; index++)
        {
            char character = value[index];
            if (character == '"')
            {
                isQuoted = !isQuoted;
                trailingSpaces = 0;
                continue;
            }

            if (!isQuoted && character is '#' or ';')
            {
                break;
            }

            if (character == '\\' && index + 1 < value.Length)
            {
                character = value[++index] switch { 'n' => '\n', 't' => '\t', char other => other };
            }

            trailingSpaces = !isQuoted && character is ' ' or '\t' ? trailingSpaces + 1 : 0;
            text.Append(character);
        }

        return text.ToString(0, text.Length - trailingSpaces);
    }
}
