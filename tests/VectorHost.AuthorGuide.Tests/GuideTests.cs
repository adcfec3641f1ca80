namespace VectorHost.AuthorGuide.Tests;

/// <summary>Follows the guide to the letter, with the installed copy and the template, and looks at what comes out.</summary>
[TestFixture]
[Platform(Exclude = "Win", Reason = "The guide's commands are those of a Unix shell.")]
public sealed class GuideTests
{
    private Guide _guide = null!;
    private ILookup<string, string> _outputs = null!;

    private static Author Author => Installation.Author;

    [OneTimeSetUp]
    public async Task FollowTheGuide()
    {
        _guide = Guide.Read();
        _outputs = await _guide.RunAsync(Author);
    }

    [Test]
    public void Every_fence_that_looks_like_commands_was_run() =>
        Assert.That(_guide.BlockCount, Is.EqualTo(_guide.Text.Split("```sh").Length - 1).And.EqualTo(_outputs.Sum(section => section.Count())));

    [Test]
    public void The_template_makes_a_backend_that_passes_the_whole_suite()
    {
        string output = Output("1. Create");

        Assert.That(output, Does.Match(@"Passed! +- Failed: +0, Passed: +2\d\d, Skipped: +0"));
        Assert.That(output, Does.Not.Contain("warning"));
    }

    [Test]
    public void The_code_of_the_guide_is_the_code_of_the_template()
    {
        string source = File.ReadAllText(Path.Combine(Author.WorkingDirectory, "Acme.Store", "src", "Acme.Store", "MemoryVectorStore.cs"));

        Assert.That(_guide.Code, Is.Not.Empty);
        foreach (string code in _guide.Code.Where(code => code.Contains("class", StringComparison.Ordinal)))
        {
            Assert.That(source, Does.Contain(code));
        }
    }

    [Test]
    public void A_published_plugin_is_listed_as_ready_beside_the_others()
    {
        string output = Output("3. Register");

        Assert.That(output, Does.Match(@"(?m)^ *acme +Acme\.Store +Acme\.Store/Acme\.Store\.dll +1\.0\.0\.0 .*ready"));
        Assert.That(output, Does.Match("(?m)^ *sqlite .*ready"));
        Assert.That(output, Does.Not.Match("VH[0-9]{4}"), "There is nothing to complain about.");
    }

    [Test]
    public void Nothing_that_the_host_brings_is_copied_with_the_plugin() =>
        Assert.That(
            Directory.EnumerateFiles(Path.Combine(Author.VectorHost, "plugins", "Acme.Store"), "*.dll").Select(Path.GetFileName),
            Is.EqualTo(new[] { "Acme.Store.dll" }));

    [Test]
    public void The_configuration_shows_where_the_settings_come_from() =>
        Assert.That(Output("4. Configure"), Does.Match(@"vector_store\.backend +acme .*settings\.json")
            .And.Match(@"vector_store\.acme\.path +records\.jsonl .*settings\.json"));

    [Test]
    public void Status_makes_the_store_and_verification_passes_through_the_real_host()
    {
        string output = Output("5. Test");

        Assert.That(output, Does.Contain("backend     acme: 0 records in"));
        Assert.That(output, Does.Match(@"(?m)^  passed   The plugin leaves memory once its last store was closed$"));
        Assert.That(output, Does.Match(@"(?m)^2\d\d passed, 0 failed in "));
    }

    [Test]
    public void The_new_backend_and_the_default_find_the_same_place()
    {
        string output = Output("6. Use, and switch backends");

        Assert.That(output.Split("src/Acme.Store/Journal.cs:").Length - 1, Is.GreaterThanOrEqualTo(2), output);
        Assert.That(Path.Combine(Author.WorkingDirectory, "Acme.Store", "records.jsonl"), Does.Exist, "The configured path was used.");
    }

    [Test]
    public void Each_trouble_is_explained_as_the_guide_says()
    {
        string output = Output("Troubleshooting");

        Assert.That(output, Does.Contain("Vector store backend 'acmee' not found. Available backends: acme, chromadb, pinecone, postgres, qdrant, sqlite. Did you mean 'acme'?"));
        Assert.That(output, Does.Match("(?m)^.*rejected").And.Match(@"VH1\d{3}.*SQLitePCLRaw\.core"));
        Assert.That(output, Does.Match(@"The journal .*README\.md/records\.jsonl cannot be used"));
        Assert.That(output, Does.Not.Contain("   at "), "No stack traces.");
    }

    private string Output(string heading)
    {
        string output = string.Concat(_outputs[heading]);
        Assert.That(output, Is.Not.Empty, $"The guide has no commands under '{heading}'.");
        return output;
    }
}
