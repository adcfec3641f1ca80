using Microsoft.Extensions.Logging.Abstractions;
using VectorHost.Abstractions;
using VectorHost.Conformance;
using VectorHost.Plugins.Sqlite.Database;
using VectorHost.Plugins.Sqlite.Search;
using VectorHost.Plugins.Sqlite.Search.Codes;
using VectorHost.Plugins.Sqlite.Search.Codes.Binary;
using VectorHost.Plugins.Sqlite.Search.Files;

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
            case ["search", string path, string count]:
                await SearchAsync(path, int.Parse(count));
                return 0;
            case ["write-codes", string path, string bytes]:
                await WriteCodesAsync(path, long.Parse(bytes));
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

    /// <summary>Opens the store, searches and closes it, again and again, each time without a file of codes.</summary>
    private static async Task SearchAsync(string path, int count)
    {
        await using SqliteTestBackend backend = new();
        for (int i = 0; i < count; i++)
        {
            File.Delete(path + "-codes-1");
            await using IVectorStore store = await backend.ConnectAsync(new() { ["path"] = path });
            await store.SearchAsync(new VectorQuery { Embedding = TestData.RandomVector(i), Top = 10 });
        }
    }

    /// <summary>Writes the file of codes, and is killed by the system if that file becomes longer than some bytes.</summary>
    private static async Task WriteCodesAsync(string path, long bytes)
    {
        await using SqliteTestBackend backend = new();
        await using IVectorStore store = await backend.ConnectAsync(new() { ["path"] = path });
        CodeFiles files = new(path, NullLogger.Instance);
        using SqliteConnection connection = SqliteConnection.Open(path, SqliteAccess.ReadOnly);
        connection.Execute("CREATE TEMP TABLE wanted_repository (name TEXT PRIMARY KEY)");
        SearchScope scope = SearchScopes.Read(connection, names: null).Single();
        int count = VectorRows.Count(connection, scope);
        CodeLayout layout = new(count, scope.Dimensions, BitForm.None);
        FileSizeLimit.Set(bytes);
        files.TryWrite(scope, layout, target =>
        {
            CodeBuilder builder = new(layout, target);
            VectorRows.Read(connection, scope, count, new SqliteFailures(new SqliteSettings { Path = path }), (_, rowId, id) => builder.Add(rowId, id), default);
            return builder.Complete(default);
        });
    }
}
