using VectorHost.Configuration;
using VectorHost.Indexing.Embedding.Models;

namespace VectorHost.Output;

/// <content>What <c>models list</c> prints.</content>
internal static partial class JsonDocuments
{
    public static ModelsDocument Of(IReadOnlyList<InstalledModel> models) => new(
        ModelFolders.Library.Root,
        [.. models.Select(model => new ModelDocument(model.Name, model.Commit, model.Hub, model.Bytes))]);

    internal sealed record ModelsDocument(string Folder, IReadOnlyList<ModelDocument> Models);

    internal sealed record ModelDocument(string Name, string? Commit, string Hub, long Bytes);
}
