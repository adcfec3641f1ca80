using Microsoft.Extensions.Configuration;
using VectorHost.Abstractions;

namespace Company.Backend;

/// <summary>The settings of the section <c>vector_store.company-backend</c>, checked.</summary>
internal sealed record MemorySettings
{
    private static readonly string[] Keys = ["path"];

    /// <summary>The journal, absolute.</summary>
    public required string File { get; init; }

    /// <summary>Reads and checks the section.</summary>
    /// <exception cref="VectorStoreException">A key is not known; the message names every such key.</exception>
    public static MemorySettings Read(VectorStoreContext context)
    {
        string[] unknown =
        [
            .. context.Configuration.GetChildren()
                .Where(setting => !Keys.Contains(setting.Key, StringComparer.OrdinalIgnoreCase))
                .Select(setting => setting.Path.Replace(':', '.')),
        ];
        if (unknown.Length > 0)
        {
            throw new VectorStoreException(
                StoreFailureKind.InvalidConfiguration,
                $"Not known: {string.Join(", ", unknown)}. The keys are {string.Join(", ", Keys)}.");
        }

        // Where nothing is configured the place comes from the context, so that `vectorhost plugins verify` gets its own.
        return new MemorySettings
        {
            File = context.Configuration["path"] is { Length: > 0 } path
                ? Path.GetFullPath(path, context.RepositoryRoot)
                : Path.Combine(context.DataDirectory, "records.jsonl"),
        };
    }
}
