using VectorHost.EndToEnd.Tests.Harness;

namespace VectorHost.EndToEnd.Tests;

[TestFixture]
public sealed class LogFileTests : EndToEndTest
{
    [Test]
    public async Task The_file_that_is_named_is_the_file_that_is_written_and_every_run_adds_to_it()
    {
        string file = Sandbox.At("logs/mine.log");

        (await Sandbox.RunAsync("status", "--verbose", "--set", $"logging.file={file}")).Succeeded();
        string first = await File.ReadAllTextAsync(file);
        (await Sandbox.RunAsync("status", "--verbose", "--set", $"logging.file={file}")).Succeeded();

        Assert.That(Directory.GetFiles(Sandbox.At("logs")), Is.EqualTo(new[] { file }));
        Assert.That(first, Does.Contain("DBG"));
        Assert.That(await File.ReadAllTextAsync(file), Does.StartWith(first).And.Length.GreaterThan(first.Length));
    }

    [Test]
    public async Task Two_at_once_write_into_the_same_file()
    {
        string file = Sandbox.At("logs/mine.log");
        string[] arguments = ["status", "--verbose", "--set", $"logging.file={file}"];

        RunResult[] runs = await Task.WhenAll(Sandbox.RunAsync(arguments), Sandbox.RunAsync(arguments));

        Assert.That(runs.Select(run => run.Succeeded().ExitCode), Is.All.Zero);
        Assert.That(Directory.GetFiles(Sandbox.At("logs")), Is.EqualTo(new[] { file }));
    }

    [Test]
    [Platform("Unix")]
    public async Task What_would_steer_a_terminal_is_neither_in_the_file_nor_on_standard_error()
    {
        string file = Sandbox.At("logs/mine.log");
        RepositoryOnDisk repository = Sandbox.NewRepository().AddSources(topics: 1).Write("evil\u001b[31m.txt", "\0\0\0");

        RunResult run = (await Sandbox.RunAsync("index", repository.Root, "--verbose", "--set", $"logging.file={file}")).Succeeded();

        string shown = "Skipped evil\uFFFD[31m.txt";
        Assert.That(run.Error, Does.Contain(shown).And.Not.Contain('\u001b'));
        Assert.That(await File.ReadAllTextAsync(file), Does.Contain(shown).And.Not.Contain('\u001b'));
    }

    [Test]
    public async Task A_file_that_cannot_be_opened_is_refused_before_anything_is_done()
    {
        string folder = Directory.CreateDirectory(Sandbox.At("logs")).FullName;
        RepositoryOnDisk repository = Sandbox.NewRepository().AddSources(topics: 1);

        (await Sandbox.RunAsync("index", repository.Root, "--set", $"logging.file={folder}")).Refused(2, "logging.file", folder, "command line");

        Assert.That(Sandbox.StoreFile, Does.Not.Exist);
    }
}
