using VectorHost.Indexing.Embedding.Models;

namespace VectorHost.Configuration;

/// <summary>Where the user's models are.</summary>
internal static class ModelFolders
{
    /// <summary>The models that were fetched.</summary>
    public static ModelLibrary Library { get; } = new(Path.Combine(ApplicationFolders.Data, "models"));

    /// <summary>The folder that the user means by a path or a model's name; <see langword="null"/> stays.</summary>
    public static string? Resolve(string? path) => path is null ? null : Library.Resolve(path);
}
