namespace VectorHost.AuthorGuide.Tests;

/// <summary>One author with one installed copy for all tests: making it takes its time.</summary>
[SetUpFixture]
public sealed class Installation
{
    /// <summary>The author.</summary>
    public static Author Author { get; private set; } = null!;

    [OneTimeSetUp]
    public async Task Install()
    {
        Author = new Author();
        await Author.InstallAsync();
    }

    [OneTimeTearDown]
    public void Remove() => Author?.Dispose();
}
