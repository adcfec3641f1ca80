using VectorHost.EndToEnd.Tests.Harness;

namespace VectorHost.EndToEnd.Tests;

[TestFixture]
public sealed class WrongCommandLineTests : EndToEndTest
{
    [TestCase("frobnicate")]
    [TestCase("index", "--frobnicate")]
    [TestCase("index", "one", "two")]
    [TestCase("status", "--frobnicate", "--json")]
    [TestCase("search", "x", "--frobnicate")]
    [TestCase("search", "x", "--repo", "--frobnicate")]
    [TestCase("search")]
    [TestCase("search", "two", "words")]
    [TestCase("search", "x", "-k")]
    [TestCase("search", "x", "--repo")]
    [TestCase("--set")]
    public async Task What_cannot_be_parsed_is_refused_with_where_to_look(params string[] arguments) =>
        (await Sandbox.RunAsync(arguments)).Refused(2, "--help");

    [TestCase("There is no command 'serch'. Did you mean 'search'?", "serch", "x")]
    [TestCase("There is no command of 'plugins' 'instal'. Did you mean 'install'?", "plugins", "instal")]
    [TestCase("A question of several words needs quotes", "search", "two", "words")]
    [TestCase("'index' takes the repository by itself", "index", "--repo", "x")]
    [TestCase("named with --repo REPO", "copy", "x", "--from", "a", "--to", "b")]
    [TestCase("There is no option '--jsn'. Did you mean '--json'?", "search", "x", "--jsn")]
    [TestCase("There is no option '--ful'. Did you mean '--full'?", "index", "--ful")]
    [TestCase("There is no option '--bakend'. Did you mean '--backend'?", "status", "--bakend=sqlite")]
    [TestCase("There is no option '--watcj'. Did you mean '--watch'?", "backends", "--watcj")]
    [TestCase("There is no option '--forc'. Did you mean '--force'?", "plugins", "install", "--forc")]
    [TestCase("--seed takes a whole number, and 'x' is none.", "evaluate", "--seed", "x")]
    [TestCase("There is no file", "import", "nowhere.gz")]
    [TestCase("There is no file", "evaluate", "--queries", "nowhere.json")]
    [TestCase("There is no option '--frobnicate'. 'vectorhost search --help'", "search", "x", "--frobnicate")]
    public async Task What_was_probably_meant_is_said(string hint, params string[] arguments) =>
        (await Sandbox.RunAsync(arguments)).Refused(2, hint);

    [TestCase("")]
    [TestCase("plugins", "")]
    [TestCase("index", ".", "")]
    [TestCase("search", "x", "")]
    [TestCase("copy", "", "--from", "a", "--to", "b")]
    public async Task An_empty_word_too_many_is_refused_with_where_to_look(params string[] arguments) =>
        (await Sandbox.RunAsync(arguments)).Refused(2, "--help");

    [TestCase("--config", "status", "--config", "")]
    [TestCase("FILE", "export", "")]
    [TestCase("FILE", "import", " ")]
    [TestCase("--queries", "evaluate", "--queries", "")]
    public async Task An_empty_name_of_a_file_is_refused(string name, params string[] arguments) =>
        (await Sandbox.RunAsync(arguments)).Refused(2, $"{name} is empty: name a file.");

    [Test]
    public async Task What_is_written_behind_an_unknown_option_is_not_repeated() =>
        Assert.That((await Sandbox.RunAsync("status", "--api-key=sk-never-shown")).Error, Does.Contain("'--api-key'").And.Not.Contain("sk-never-shown"));

    [Test]
    public async Task Help_is_also_shown_to_who_asks_for_it_as_a_command()
    {
        RunResult result = (await Sandbox.RunAsync("help", "index")).Succeeded();

        Assert.That(result.Output, Is.EqualTo((await Sandbox.RunAsync("index", "--help")).Output));
    }

    [Test]
    public async Task Without_a_command_the_help_is_shown()
    {
        RunResult result = await Sandbox.RunAsync();

        Assert.That(result.ExitCode, Is.EqualTo(2), result.Describe());
        Assert.That(result.Output, Does.Contain("index").And.Contain("search"), result.Describe());
    }

    [TestCase("klingon", "There are: ", "csharp")]
    [TestCase("pyton", "did you mean python?")]
    [TestCase("csharp,markdown", "There is no language")]
    public async Task A_language_that_is_none_is_refused_with_those_there_are(string language, params string[] parts) =>
        (await Sandbox.RunAsync("search", "x", "--language", language)).Refused(2, parts);

    [Test]
    public async Task A_path_outside_of_the_repository_is_refused()
    {
        RepositoryOnDisk repository = Sandbox.NewRepository().AddSources(topics: 1);

        (await Sandbox.RunAsync("search", "x", "--repo", repository.Root, "--path", Sandbox.At("elsewhere"))).Refused(2, "is not in the repository", "--repo");
        (await Sandbox.RunAsync("search", "x", "--repo", repository.Root, "--path", Path.Combine(repository.Root, "../*.cs"))).Refused(2, "is not in the repository");
    }

    [TestCase("0")]
    [TestCase("-3")]
    [TestCase("1001")]
    [TestCase("many")]
    [TestCase("99999999999")]
    public async Task A_number_of_hits_that_makes_no_sense_is_refused_with_those_that_do(string top) =>
        (await Sandbox.RunAsync("search", "x", "-k", top)).Refused(2, "from 1 to 1000", $"'{top}'");

    [TestCase("-k")]
    [TestCase("--top")]
    public async Task A_refused_number_of_hits_is_named_as_it_was_written(string option) =>
        (await Sandbox.RunAsync("search", "x", option, "0")).Refused(2, $"{option} takes a number");

    [TestCase("")]
    [TestCase("   ")]
    public async Task An_empty_question_is_refused_with_an_example(string question) =>
        (await Sandbox.RunAsync("search", question)).Refused(2, "The query is empty", "vectorhost search \"");

    [Test]
    public async Task A_question_without_a_word_in_it_finds_something_or_nothing_but_does_not_fail()
    {
        RepositoryOnDisk repository = Sandbox.NewRepository().AddSources(topics: 1);

        (await Sandbox.RunAsync("search", "?!", "--repo", repository.Root)).Succeeded();
    }

    [TestCase("index")]
    [TestCase("status")]
    [TestCase("clear")]
    [TestCase("config")]
    [TestCase("search", "x", "--repo")]
    public async Task A_repository_that_is_not_there_is_refused_by_name(params string[] arguments) =>
        (await Sandbox.RunAsync([.. arguments, Sandbox.At("nowhere")])).Refused(2, "There is no folder", Sandbox.At("nowhere"));

    [TestCase("index")]
    [TestCase("search", "x", "--repo")]
    public async Task A_file_in_place_of_a_repository_is_refused_by_name(params string[] arguments)
    {
        string file = Sandbox.Write("main.c", "int main(void) { return 0; }\n");

        (await Sandbox.RunAsync([.. arguments, file])).Refused(2, "is a file", file);
    }

    [TestCase("index", "")]
    [TestCase("search", "x", "--repo", "")]
    public async Task An_empty_name_of_a_repository_is_refused(params string[] arguments) =>
        (await Sandbox.RunAsync(arguments)).Refused(2, "REPO is empty");

    [TestCase("--help", "index")]
    [TestCase("index --help", "--full")]
    [TestCase("search --help", "--no-index")]
    [TestCase("--version", "0.")]
    public async Task Help_goes_to_standard_output(string arguments, string part)
    {
        RunResult result = (await Sandbox.RunAsync(arguments.Split(' '))).Succeeded();

        Assert.That(result.Output, Does.Contain(part), result.Describe());
        Assert.That(result.Error, Is.Empty, result.Describe());
    }
}
