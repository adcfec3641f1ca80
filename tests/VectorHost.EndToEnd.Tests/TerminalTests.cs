using System.Runtime.Versioning;
using VectorHost.EndToEnd.Tests.Harness;

namespace VectorHost.EndToEnd.Tests;

/// <summary>What a person sees who sits at a terminal.</summary>
[TestFixture]
[UnsupportedOSPlatform("windows")]
public sealed class TerminalTests : EndToEndTest
{
    [Test]
    public async Task What_a_folder_is_called_does_not_steer_the_screen()
    {
        string folder = Path.GetDirectoryName(Sandbox.Write("a\u001b[2Jb/main.c", "int main(void) { return 0; }"))!;

        RunResult indexed = (await Sandbox.RunAsync("index", folder)).Succeeded();
        RunResult refused = await Sandbox.RunAsync("index", folder + "\u001bc");

        Assert.That(indexed.Output, Does.Contain("a\uFFFD[2Jb").And.Not.Contain('\u001b'), indexed.Describe());
        Assert.That(refused.Error, Does.Contain("There is no folder").And.Not.Contain('\u001b'), refused.Describe());
    }

    [Test]
    public async Task Colours_are_shown_unless_they_are_not_wanted()
    {
        RepositoryOnDisk repository = Sandbox.NewRepository().AddSources(topics: 1);
        (await Sandbox.RunAsync("index", repository.Root)).Succeeded();
        Sandbox.Environment["TERM"] = "xterm-256color";

        string colourful = await SeeAsync("", "search", "password", "--repo", repository.Root);
        Sandbox.Environment["NO_COLOR"] = "1";
        string plain = await SeeAsync("", "search", "password", "--repo", repository.Root);

        Assert.That(colourful, Does.Match(@"\x1b\[[0-9;]*38;5;14m|\x1b\[[0-9;]*96m"), "Paths are bright.");
        Assert.That(plain, Does.Contain(SourceText.UniquePath).And.Not.Match(@"\x1b\[[0-9;]*(38;5;|9[0-7]|3[0-7])"));
    }

    [Test]
    public async Task Progress_is_drawn_and_taken_away_again()
    {
        RepositoryOnDisk repository = Sandbox.NewRepository().AddSources(topics: 40);
        Sandbox.Environment["TERM"] = "xterm-256color";

        string seen = await SeeAsync("", "index", repository.Root);

        Assert.That(seen, Does.Contain("chunks saved"));
        Assert.That(seen, Does.Contain("Indexed ").And.Contain(" 241 indexed"));
    }

    [TestCase("n", false)]
    [TestCase("", false)]
    [TestCase("y", true)]
    public async Task Clearing_asks_and_only_yes_is_yes(string answer, bool isCleared)
    {
        RepositoryOnDisk repository = Sandbox.NewRepository().AddSources(topics: 1);
        (await Sandbox.RunAsync("index", repository.Root)).Succeeded();

        string seen = await SeeAsync(answer, "clear", repository.Root);

        Assert.That(seen, Does.Match(@"Delete \d+ records of 'shop-[0-9a-f]{8}'.*\[y/N\]"));
        Assert.That(seen, Does.Contain(isCleared ? "Deleted " : "Nothing was deleted."));
        Assert.That(await StoreContents.CountAsync(Sandbox.StoreFile), isCleared ? Is.Zero : Is.Positive);
    }

    [Test]
    public async Task Ctrl_C_at_the_question_ends_the_program_and_clears_nothing()
    {
        const string CtrlC = "\u0003";
        RepositoryOnDisk repository = Sandbox.NewRepository().AddSources(topics: 1);
        (await Sandbox.RunAsync("index", repository.Root)).Succeeded();
        long before = await StoreContents.CountAsync(Sandbox.StoreFile);
        IReadOnlyList<string> terminal = Launchers.OnATerminalWhere("[y/N]", CtrlC, Sandbox.At("seen"));

        using RunningProgram program = Sandbox.Start(terminal, ["clear", repository.Root]);
        RunResult result = await program.WaitAsync();

        Assert.That(result.ExitCode, Is.EqualTo(130), result.Describe());
        Assert.That(await StoreContents.CountAsync(Sandbox.StoreFile), Is.EqualTo(before).And.Positive);
    }

    /// <summary>Runs the program on a terminal of its own, types an answer, and returns what stands there.</summary>
    private async Task<string> SeeAsync(string answer, params string[] arguments)
    {
        string answers = Sandbox.Write("answers", $"{answer}\n");
        IReadOnlyList<string> terminal = Launchers.OnATerminal(answers);
        using RunningProgram program = Sandbox.Start(terminal, arguments);
        return (await program.WaitAsync()).Output.Replace("\r", "", StringComparison.Ordinal);
    }
}
