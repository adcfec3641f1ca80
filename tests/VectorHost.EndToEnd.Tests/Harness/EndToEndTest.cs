namespace VectorHost.EndToEnd.Tests.Harness;

/// <summary>A test that runs the program as a user of its own.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public abstract class EndToEndTest : IDisposable
{
    /// <summary>The user.</summary>
    protected Sandbox Sandbox { get; } = new();

    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing) => Sandbox.Dispose();

    /// <summary>What a first run over a repository leaves behind, made by another user.</summary>
    protected static async Task<StoreContents> CleanIndexOfAsync(RepositoryOnDisk repository, params string[] options)
    {
        using Sandbox other = new();
        (await other.RunAsync(["index", repository.Root, .. options])).Succeeded();
        return await StoreContents.ReadAsync(other.StoreFile);
    }

    /// <summary>Expects that the store holds what a first run over the repository would leave behind, record for record.</summary>
    protected async Task ExpectStoreLikeCleanIndexOfAsync(RepositoryOnDisk repository, params string[] options) =>
        (await StoreContents.ReadAsync(Sandbox.StoreFile)).ShouldEqual(await CleanIndexOfAsync(repository, options));
}
