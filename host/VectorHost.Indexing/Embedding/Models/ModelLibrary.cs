using System.Text.Json;

namespace VectorHost.Indexing.Embedding.Models;

/// <summary>The folder of models that were fetched: <c>OWNER/NAME</c> each.</summary>
/// <param name="root">The folder; it need not be there yet.</param>
public sealed class ModelLibrary(string root)
{
    private const string Description = "model.json";

    /// <summary>The folder.</summary>
    public string Root { get; } = root;

    /// <summary>Where a model is, or would be.</summary>
    public string FolderOf(ModelName name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return Path.Combine(Root, name.Owner, name.Name);
    }

    /// <summary>Turns what the user gives as a model into a folder: a folder that is there, or a model of the library.</summary>
    /// <param name="path">A path, or a model's name.</param>
    /// <returns>The model's folder; what was given where it is neither.</returns>
    public string Resolve(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return !Directory.Exists(path) && ModelName.TryParse(path, out ModelName? name) && Find(name) is not null ? FolderOf(name) : path;
    }

    /// <summary>Describes a model; <see langword="null"/> where it was not fetched.</summary>
    public InstalledModel? Find(ModelName name) => Read(FolderOf(name));

    /// <summary>Describes every model, in the order of their names.</summary>
    public IReadOnlyList<InstalledModel> List() => !Directory.Exists(Root)
        ? []
        : [.. Directory.EnumerateDirectories(Root)
            .Where(owner => !Path.GetFileName(owner).StartsWith('.'))
            .SelectMany(Directory.EnumerateDirectories)
            .Select(Read)
            .OfType<InstalledModel>()
            .OrderBy(model => model.Name, StringComparer.Ordinal)];

    /// <summary>Puts a folder of files into the library, in the place of an earlier one; at no time is there half a model.</summary>
    internal void Install(ModelName name, string folder, InstalledModel model)
    {
        File.WriteAllBytes(Path.Combine(folder, Description), JsonSerializer.SerializeToUtf8Bytes(model, ModelJson.Default.InstalledModel));
        string place = FolderOf(name);
        Directory.CreateDirectory(Path.GetDirectoryName(place)!);
        string? earlier = null;
        if (Directory.Exists(place))
        {
            earlier = Path.Combine(Path.GetDirectoryName(folder)!, $"{name.Name}-{Guid.NewGuid():N}");
            Directory.Move(place, earlier);
        }

        Directory.Move(folder, place);
        if (earlier is not null)
        {
            Directory.Delete(earlier, recursive: true);
        }
    }

    private static InstalledModel? Read(string folder)
    {
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(Path.Combine(folder, Description)), ModelJson.Default.InstalledModel);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or JsonException)
        {
            return null;
        }
    }
}
