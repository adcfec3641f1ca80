using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace VectorHost.AuthorGuide.Tests;

/// <summary>The guide <c>plugins/README.md</c>: its commands in order, with the headings that they stand under.</summary>
public sealed partial class Guide
{
    private const string Mark = "==== end of block";

    private readonly List<(string Heading, string Commands, int ExitCode)> _blocks = [];

    private Guide(string text)
    {
        Text = text;
        string heading = "";
        foreach (Match match in HeadingOrFence().Matches(text))
        {
            if (match.Groups["heading"].Success)
            {
                heading = match.Groups["heading"].Value;
            }
            else if (match.Groups["language"].Value == "sh")
            {
                string exitCode = match.Groups["exit"].Success ? match.Groups["exit"].Value : "0";
                _blocks.Add((heading, match.Groups["text"].Value, int.Parse(exitCode, CultureInfo.InvariantCulture)));
            }
            else
            {
                Code.Add(match.Groups["text"].Value);
            }
        }
    }

    /// <summary>The whole guide.</summary>
    public string Text { get; }

    /// <summary>The pieces of C#.</summary>
    public IList<string> Code { get; } = [];

    /// <summary>How many blocks of commands there are.</summary>
    public int BlockCount => _blocks.Count;

    /// <summary>Reads it from the source tree.</summary>
    public static Guide Read() => new(File.ReadAllText(Path.Combine(Author.SourceDirectory, "plugins", "README.md")));

    /// <summary>Runs every block in one shell, as a reader would, and expects each to end as the guide says.</summary>
    /// <returns>The output of each heading's blocks, in order.</returns>
    public async Task<ILookup<string, string>> RunAsync(Author author)
    {
        StringBuilder script = new("exec 2>&1\n");
        foreach ((_, string commands, int exitCode) in _blocks)
        {
            // One that is to fail runs in a shell of its own, which its failure ends.
            script.Append(exitCode == 0
                ? $"set -euo pipefail\n{commands}\n"
                : $"set +e\n(\nset -e\n{commands}\n)\n[ $? -eq {exitCode} ] || exit 99\n");
            script.Append(CultureInfo.InvariantCulture, $"echo '{Mark}'\n");
        }

        ShellResult result = (await author.RunAsync(script.ToString())).ShouldEndWith(0);
        string[] outputs = result.Output.Split(Mark + "\n");
        Assert.That(outputs, Has.Length.EqualTo(_blocks.Count + 1), result.Output);
        return _blocks.Zip(outputs).ToLookup(block => block.First.Heading, block => block.Second);
    }

    [GeneratedRegex(
        """^(\#\#\ (?<heading>[^\n]+)|```(?<language>[a-z]+)(\ exit=(?<exit>\d+))?\n(?<text>.*?)^```)$""",
        RegexOptions.Multiline | RegexOptions.Singleline | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnorePatternWhitespace,
        matchTimeoutMilliseconds: 10_000)]
    private static partial Regex HeadingOrFence();
}
