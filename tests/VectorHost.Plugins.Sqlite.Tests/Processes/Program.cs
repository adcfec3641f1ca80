using VectorHost.Abstractions;
using VectorHost.Conformance;

namespace VectorHost.Plugins.Sqlite.Tests.Processes;

/// <summary>What <see cref="ChildProcess"/> runs: this assembly as a process of its own, with a store over a given file.</summary>
internal static class Program
{
    private static async Task<int> Main(string[] arguments)
    {
        switch (arguments)
        {
            case ["try-everything", string path]:
                Privileges.Drop();
                await TryEverythingAsync(path);
                return 0;
            case ["save", string path, string first, string count]:
                await SaveAsync(path, int.Parse(first), int.Parse(count));
                return 0;
            default:
                await Console.Error.WriteLineAsync("This assembly holds tests: run it with 'dotnet test'.");
                return 2;
        }
    }

    /// <summary>Prints, a line each, how connecting, reading, health and writing ended.</summary>
    private static async Task TryEverythingAsync(string path)
    {
        await using SqliteTestBackend backend = new();
        await using IVectorStore store = backend.CreateStore(new() { ["path"] = path });
        VectorQuery query = new() { Embedding = TestData.RandomVector(1), Top = 100 };
        await PrintAsync("connect", async () =>
        {
            await store.ConnectAsync();
            return "done";
        });
        await PrintAsync("search", async () => $"{(await store.SearchAsync(query)).Count} hits");
        await PrintAsync("load", async () => $"{(await store.LoadAsync(RecordFilter.All, RecordParts.All).ToListAsync()).Count} records");
        await PrintAsync("health", async () => $"{(await store.CheckHealthAsync()).IsHealthy} {(await store.CheckHealthAsync()).Description}");
        await PrintAsync("save", async () =>
        {
            await store.SaveAsync([TestData.Record(1_000)], TestData.Metadata());
            return "done";
        });
    }

    private static async Task PrintAsync(string name, Func<Task<string>> act)
    {
        string outcome;
        try
        {
            outcome = await act();
        }
        catch (VectorStoreException exception)
        {
            outcome = $"{exception.Kind} transient={exception.IsTransient} {exception.Message}";
        }
        catch (InvalidOperationException)
        {
            outcome = "not connected";
        }

        await Console.Out.WriteLineAsync($"{name}: {outcome}");
    }

    private static async Task SaveAsync(string path, int first, int count)
    {
        await using SqliteTestBackend backend = new();
        await using IVectorStore store = await backend.ConnectAsync(new() { ["path"] = path });
        foreach (int[] numbers in Enumerable.Range(first, count).Chunk(10))
        {
            await store.SaveAsync([.. numbers.Select(number => TestData.Record(number))], TestData.Metadata());
        }
    }
}
