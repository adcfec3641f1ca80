using VectorHost.EndToEnd.Tests.Harness;

namespace VectorHost.EndToEnd.Tests;

[TestFixture]
public sealed class ExportedFileTests : EndToEndTest
{
    [Test]
    public async Task A_file_that_is_there_is_not_overwritten_unless_forced()
    {
        RepositoryOnDisk repository = Sandbox.NewRepository().AddSources(topics: 1);
        (await Sandbox.RunAsync("index", repository.Root)).Succeeded();
        string file = Sandbox.Write("precious.c", "int main(void) { return 0; }");

        (await Sandbox.RunAsync("export", file, "--repo", repository.Root)).Refused(2, file, "--force");
        Assert.That(await File.ReadAllTextAsync(file), Does.StartWith("int main"));

        (await Sandbox.RunAsync("export", file, "--repo", repository.Root, "--force")).Succeeded();
        (await Sandbox.RunAsync("import", file, "--repo", repository.Root, "--replace")).Succeeded();
    }

    [Test]
    public async Task A_place_where_no_file_can_be_is_refused_by_name()
    {
        RepositoryOnDisk repository = Sandbox.NewRepository().AddSources(topics: 1);

        (await Sandbox.RunAsync("export", repository.Root, "--repo", repository.Root)).Refused(2, repository.Root, "is a folder");
        (await Sandbox.RunAsync("export", Sandbox.At("no/such/file.gz"), "--repo", repository.Root)).Refused(2, "There is no folder", Sandbox.At("no/such"));
    }
}
