using System.Globalization;
using VectorHost.EndToEnd.Tests.Harness;

namespace VectorHost.EndToEnd.Tests;

[TestFixture]
public sealed class StatusCommandTests : EndToEndTest
{
    [Test]
    public async Task A_server_that_is_down_is_told_at_once_by_status_and_waited_for_with_one_line_by_index()
    {
        RepositoryOnDisk repository = Sandbox.NewRepository().AddSources(topics: 1);
        string port = EmbeddingServer.UnusedPort().ToString(CultureInfo.InvariantCulture);
        string[] options = ["--backend", "chromadb", "--set", $"vector_store.chromadb.port={port}"];

        RunResult status = await Sandbox.RunAsync(["status", repository.Root, .. options]);
        RunResult index = await Sandbox.RunAsync(["index", repository.Root, .. options]);

        status.Refused(3, port);
        Assert.That(index.ExitCode, Is.EqualTo(3), index.Describe());
        Assert.That(index.ErrorLines, Has.Length.EqualTo(2), index.Describe());
        Assert.That(index.ErrorLines[0], Does.StartWith("Waiting for chromadb"), index.Describe());
        Assert.That(index.ErrorLines[1], Does.StartWith("error: ").And.Contain(port), index.Describe());
    }

    [Test]
    public async Task A_folder_of_an_indexed_repository_gets_an_index_of_its_own_and_says_so_once()
    {
        RepositoryOnDisk shop = await IndexedAsync("shop");
        string part = Path.GetDirectoryName(shop.At(shop.Files()[^1]))!;
        Assert.That(part, Is.Not.EqualTo(shop.Root));

        RunResult first = (await Sandbox.RunAsync("search", "password", "--repo", part)).Succeeded();
        RunResult second = (await Sandbox.RunAsync("search", "password", "--repo", part)).Succeeded();

        Assert.That(first.Error, Does.Contain($"--repo {shop.Root}"), first.Describe());
        Assert.That(second.Error, Does.Not.Contain(shop.Root + "\n"), second.Describe());
    }

    private async Task<RepositoryOnDisk> IndexedAsync(string name)
    {
        RepositoryOnDisk repository = Sandbox.NewRepository(name).AddSources(topics: 2);
        (await Sandbox.RunAsync("index", repository.Root)).Succeeded();
        return repository;
    }
}
