namespace VectorHost.AuthorGuide.Tests;

/// <summary>What came of a script.</summary>
/// <param name="Script">What was run.</param>
/// <param name="ExitCode">How it ended.</param>
/// <param name="Output">What it wrote to standard output.</param>
/// <param name="Error">What it wrote to standard error.</param>
public sealed record ShellResult(string Script, int ExitCode, string Output, string Error)
{
    /// <summary>Expects an exit code; shows everything otherwise.</summary>
    public ShellResult ShouldEndWith(int exitCode)
    {
        Assert.That(ExitCode, Is.EqualTo(exitCode), $"$ {Script}\n--- output\n{Output}\n--- error\n{Error}");
        return this;
    }
}
