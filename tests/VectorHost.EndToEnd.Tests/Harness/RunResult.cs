using System.Text.Json;

namespace VectorHost.EndToEnd.Tests.Harness;

/// <summary>How a process ended and what it wrote. Whatever is not as expected is shown with both outputs in full.</summary>
/// <param name="Command">What was run.</param>
/// <param name="ExitCode">The exit code.</param>
/// <param name="Output">Standard output.</param>
/// <param name="Error">Standard error.</param>
public sealed record RunResult(string Command, int ExitCode, string Output, string Error)
{
    /// <summary>The lines of standard error.</summary>
    public string[] ErrorLines => Error.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Expects that it did what it was asked.</summary>
    public RunResult Succeeded()
    {
        Assert.That(ExitCode, Is.Zero, Describe());
        Assert.That(Error, Does.Not.Contain("error: "), Describe());
        return this;
    }

    /// <summary>Expects one sentence that says what is wrong, and nothing else anywhere.</summary>
    /// <param name="exitCode">The exit code.</param>
    /// <param name="parts">What the sentence has to say.</param>
    public RunResult Refused(int exitCode, params string[] parts)
    {
        using (Assert.EnterMultipleScope())
        {
            Assert.That(ExitCode, Is.EqualTo(exitCode), Describe());
            Assert.That(Output, Is.Empty, Describe());
            Assert.That(ErrorLines, Has.Length.EqualTo(1), Describe());
            Assert.That(Error, Does.StartWith("error: "), Describe());
            Assert.That(Error, Does.Not.Contain("--verbose"), $"The failure was not foreseen. {Describe()}");
            foreach (string part in parts)
            {
                Assert.That(Error, Does.Contain(part), Describe());
            }
        }

        return this;
    }

    /// <summary>Standard output as the one JSON document that it has to be.</summary>
    public JsonElement Json()
    {
        Succeeded();
        try
        {
            return JsonElement.Parse(Output);
        }
        catch (JsonException exception)
        {
            throw new AssertionException($"{exception.Message} {Describe()}", exception);
        }
    }

    /// <summary>All of it, for messages.</summary>
    public string Describe() => $"{Command}\nexit code {ExitCode}\n--- standard output\n{Output}\n--- standard error\n{Error}\n---";
}
