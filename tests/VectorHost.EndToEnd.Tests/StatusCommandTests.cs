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
}
