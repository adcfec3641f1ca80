using System.Text.Json;
using VectorHost.EndToEnd.Tests.Harness;

namespace VectorHost.EndToEnd.Tests;

[TestFixture]
public sealed class SimilarCodeTests : EndToEndTest
{
    private const string Place = $"{SourceText.UniquePath}:15";
    private const string CopyPath = "src/Legacy/OldHasher.cs";

    [Test]
    public async Task Code_like_that_at_a_line_is_found_and_the_code_itself_is_not()
    {
        RepositoryOnDisk repository = NewRepositoryWithCopy();

        RunResult result = (await Sandbox.RunAsync("search", "--like", Place, "--repo", repository.Root, "--explain")).Succeeded();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(result.Output, Does.Match($@"^ 1  1\.000  {CopyPath}:\d+-\d+  csharp\n"), result.Describe());
            Assert.That(result.Output, Does.Match(@"\+0\.\d{3}  vector: cosine 0\.\d{3}").And.Match(@"\+0\.\d{3}  rare terms: \d+ % of what they weigh"), result.Describe());
            Assert.That(result.Output, Does.Not.Contain($"{SourceText.UniquePath}:1-"), result.Describe());
            Assert.That(result.Error, Does.Match($@"Code like {SourceText.UniquePath}:\d+-\d+:"), result.Describe());
        }
    }

    [Test]
    public async Task Json_says_what_the_hits_are_like_and_has_exactly_the_documented_fields()
    {
        RepositoryOnDisk repository = NewRepositoryWithCopy();

        JsonElement document = (await Sandbox.RunAsync("search", "--like", Place, "--repo", repository.Root, "--json", "-k", "3")).Json();

        Assert.That(document.EnumerateObject().Select(property => property.Name), Is.EqualTo(["like", "backend", "repository", "hits"]));
        JsonElement like = document.GetProperty("like");
        Assert.That(like.EnumerateObject().Select(property => property.Name), Is.EqualTo(["path", "line", "start_line", "end_line"]));
        Assert.That(like.GetProperty("path").GetString(), Is.EqualTo(SourceText.UniquePath));
        Assert.That(like.GetProperty("line").GetInt32(), Is.EqualTo(15).And.InRange(like.GetProperty("start_line").GetInt32(), like.GetProperty("end_line").GetInt32()));
        Assert.That(document.GetProperty("hits").GetArrayLength(), Is.EqualTo(3));
        Assert.That(document.GetProperty("hits")[0].GetProperty("path").GetString(), Is.EqualTo(CopyPath));
    }

    [Test]
    public async Task A_path_may_be_absolute_or_relative_to_the_root_or_to_the_current_folder()
    {
        RepositoryOnDisk repository = NewRepositoryWithCopy();
        string[] places = [Place, $"./{Place}", repository.At(Place), Path.GetRelativePath(Sandbox.WorkingDirectory, repository.At(Place))];

        foreach (string place in places)
        {
            JsonElement document = (await Sandbox.RunAsync("search", "--like", place, "--repo", repository.Root, "--json", "-k", "1")).Json();

            Assert.That(document.GetProperty("hits")[0].GetProperty("path").GetString(), Is.EqualTo(CopyPath), place);
        }
    }

    [Test]
    public async Task Other_repositories_are_looked_through_too_where_that_is_wanted()
    {
        RepositoryOnDisk shop = Sandbox.NewRepository("shop").AddSources();
        RepositoryOnDisk zoo = Sandbox.NewRepository("zoo", isGit: false).Write("Keys.cs", SourceText.UniqueText.Replace("Password", "Zebra", StringComparison.Ordinal));
        (await Sandbox.RunAsync("index", zoo.Root)).Succeeded();

        RunResult result = (await Sandbox.RunAsync("search", "--like", Place, "--repo", shop.Root, "-k", "1", "--all-repos")).Refused(2, "is not indexed", "vectorhost index");
        (await Sandbox.RunAsync("index", shop.Root)).Succeeded();
        result = (await Sandbox.RunAsync("search", "--like", Place, "--repo", shop.Root, "-k", "1", "--all-repos")).Succeeded();

        Assert.That(result.Output, Does.Match(@"zoo-[0-9a-f]{8}:Keys\.cs:"), result.Describe());
    }

    [TestCase("src/Security/PasswordHasher.cs", "--like takes PATH:LINE", "'src/Security/PasswordHasher.cs'")]
    [TestCase("src/Security/PasswordHasher.cs:0", "--like takes PATH:LINE")]
    [TestCase("src/Security/PasswordHasher.cs:999", "no code at line 999", "ends at line 2")]
    [TestCase("passwordhasher.cs:1", "did you mean 'src/Security/PasswordHasher.cs'?")]
    [TestCase("nowhere.cs:1", "'nowhere.cs' is not in the index", "as search prints it")]
    [TestCase("../nowhere.cs:1", "is not in the repository", "--repo")]
    public async Task A_place_that_cannot_be_compared_is_refused_with_what_is_wrong(string place, params string[] parts)
    {
        RepositoryOnDisk repository = Sandbox.NewRepository().AddSources(topics: 1);
        (await Sandbox.RunAsync("index", repository.Root)).Succeeded();

        (await Sandbox.RunAsync("search", "--like", place, "--repo", repository.Root)).Refused(2, parts);
    }

    [Test]
    public async Task A_question_and_a_place_at_once_are_refused() =>
        (await Sandbox.RunAsync("search", "password", "--like", Place)).Refused(2, "Give a QUERY or --like, not both", "vectorhost search --help");

    [Test]
    public async Task Neither_a_question_nor_a_place_is_refused_with_both() =>
        (await Sandbox.RunAsync("search")).Refused(2, "QUERY", "--like PATH:LINE", "vectorhost search --help");

    private RepositoryOnDisk NewRepositoryWithCopy() => Sandbox.NewRepository().AddSources()
        .Write(CopyPath, SourceText.UniqueText.Replace("600_000", "10_000", StringComparison.Ordinal).Replace("PasswordHasher", "OldHasher", StringComparison.Ordinal));
}
