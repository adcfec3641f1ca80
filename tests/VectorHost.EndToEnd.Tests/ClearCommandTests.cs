using System.Text.Json;
using VectorHost.EndToEnd.Tests.Harness;

namespace VectorHost.EndToEnd.Tests;

[TestFixture]
public sealed class ClearCommandTests : EndToEndTest
{
    [Test]
    public async Task Nothing_is_deleted_where_nobody_can_be_asked_and_nothing_was_confirmed()
    {
        RepositoryOnDisk shop = await IndexedAsync("shop");
        int records = await CountAsync(shop);

        RunResult result = await Sandbox.RunAsync("clear", shop.Root);

        result.Refused(2, $"{records}", "shop-", "--yes");
        Assert.That(await CountAsync(shop), Is.EqualTo(records));
    }

    [Test]
    public async Task One_repository_is_deleted_and_the_other_stays()
    {
        RepositoryOnDisk shop = await IndexedAsync("shop");
        RepositoryOnDisk zoo = await IndexedAsync("zoo");
        int ofZoo = await CountAsync(zoo);

        RunResult result = (await Sandbox.RunAsync("clear", shop.Root, "--yes")).Succeeded();

        Assert.That(result.Output, Does.Match(@"^Deleted \d+ records of 'shop-[0-9a-f]{8}'\.\n$"));
        Assert.That(await CountAsync(shop), Is.Zero);
        Assert.That(await CountAsync(zoo), Is.EqualTo(ofZoo).And.Positive);
        (await Sandbox.RunAsync("index", shop.Root)).Succeeded();
        Assert.That(await CountAsync(shop), Is.Positive, "What was cleared is indexed again.");
    }

    [Test]
    public async Task Everything_is_deleted_with_all()
    {
        RepositoryOnDisk shop = await IndexedAsync("shop");
        RepositoryOnDisk zoo = await IndexedAsync("zoo");

        (await Sandbox.RunAsync("clear", shop.Root, "--all")).Refused(2, "every repository", "--yes");
        (await Sandbox.RunAsync("clear", shop.Root, "--all", "--yes")).Succeeded();

        Assert.That(await CountAsync(shop) + await CountAsync(zoo), Is.Zero);
        Assert.That((await StoreContents.ReadAsync(Sandbox.StoreFile)).RecordCount, Is.Zero);
        (await Sandbox.RunAsync("index", zoo.Root)).Succeeded();
        await ExpectStoreLikeCleanIndexOfAsync(zoo);
    }

    [Test]
    public async Task Clearing_what_is_not_there_is_fine()
    {
        RepositoryOnDisk shop = Sandbox.NewRepository();

        RunResult result = (await Sandbox.RunAsync("clear", shop.Root)).Succeeded();

        Assert.That(result.Output, Does.Contain("holds nothing of 'shop-"));
    }

    [Test]
    public async Task A_repository_whose_folder_is_gone_is_deleted_by_its_path()
    {
        RepositoryOnDisk shop = await IndexedAsync("shop");
        RepositoryOnDisk zoo = await IndexedAsync("zoo");
        Directory.Delete(shop.Root, recursive: true);

        (await Sandbox.RunAsync("clear", shop.Root)).Refused(2, "'shop-", "--yes");
        (await Sandbox.RunAsync("clear", shop.Root, "--yes")).Succeeded();

        Assert.That((await StoreContents.ReadAsync(Sandbox.StoreFile)).RecordCount, Is.EqualTo(await CountAsync(zoo)));
    }

    [Test]
    public async Task A_folder_that_never_was_is_refused_with_where_to_look()
    {
        await IndexedAsync("shop");

        (await Sandbox.RunAsync("clear", Sandbox.At("code/shpo"), "--yes")).Refused(2, Sandbox.At("code/shpo"), "vectorhost status --all");
    }

    private async Task<RepositoryOnDisk> IndexedAsync(string name)
    {
        RepositoryOnDisk repository = Sandbox.NewRepository(name).AddSources(topics: 2);
        (await Sandbox.RunAsync("index", repository.Root)).Succeeded();
        return repository;
    }

    private async Task<int> CountAsync(RepositoryOnDisk repository)
    {
        JsonElement status = (await Sandbox.RunAsync("status", repository.Root, "--json")).Json();
        return status.GetProperty("records").GetInt32();
    }
}
