using System.Diagnostics;
using VectorHost.EndToEnd.Tests.Harness;

namespace VectorHost.EndToEnd.Tests;

[TestFixture]
[Platform(Exclude = "Win")]
public sealed class PublishScriptTests : EndToEndTest
{
    [Test]
    public async Task Help_is_the_usage_and_no_folder()
    {
        RunResult help = (await PublishAsync("--help")).Succeeded();

        Assert.That(help.Output, Is.EqualTo("usage: build/publish.sh [--portable] OUT\n"));
        Assert.That(Directory.GetFileSystemEntries(Sandbox.WorkingDirectory), Is.Empty);
    }

    [TestCase("--protable", "out")]
    [TestCase("out", "--force")]
    [TestCase("out", "another")]
    [TestCase("--portable")]
    [TestCase]
    public async Task Anything_else_than_one_folder_is_refused_with_the_usage(params string[] arguments)
    {
        RunResult refused = await PublishAsync(arguments);

        Assert.That(refused.ExitCode, Is.EqualTo(2), refused.Describe());
        Assert.That(refused.Error, Does.Contain("usage: build/publish.sh [--portable] OUT"), refused.Describe());
        Assert.That(Directory.GetFileSystemEntries(Sandbox.WorkingDirectory), Is.Empty);
    }

    private async Task<RunResult> PublishAsync(params string[] arguments)
    {
        using RunningProgram publish = new(new ProcessStartInfo("bash", [Path.Combine(Product.SourceDirectory, "build/publish.sh"), .. arguments])
        {
            WorkingDirectory = Sandbox.WorkingDirectory,
        });
        return await publish.WaitAsync();
    }
}
