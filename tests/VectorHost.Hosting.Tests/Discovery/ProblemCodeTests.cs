using System.Text.RegularExpressions;

namespace VectorHost.Hosting.Tests.Discovery;

public sealed partial class ProblemCodeTests
{
    [Test]
    public void Every_code_has_one_meaning_and_a_line_in_the_readme()
    {
        string hosting = SourceTree.At("host/VectorHost.Hosting");
        string[] used = [.. Directory.EnumerateFiles(hosting, "*Problems.cs", SearchOption.AllDirectories)
            .SelectMany(file => Codes().Matches(File.ReadAllText(file)))
            .Select(match => match.Value)];
        string[] documented = [.. Codes().Matches(File.ReadAllText(Path.Combine(hosting, "README.md"))).Select(match => match.Value)];

        Assert.That(used, Is.Unique.And.Not.Empty);
        Assert.That(documented, Is.EquivalentTo(used));
    }

    [GeneratedRegex("VH1[0-9]{3}", RegexOptions.NonBacktracking)]
    private static partial Regex Codes();
}
