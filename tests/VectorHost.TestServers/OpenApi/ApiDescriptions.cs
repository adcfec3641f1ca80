namespace VectorHost.TestServers.OpenApi;

/// <summary>
/// The vendors' descriptions of their APIs. They are not part of the repository: where the folder is missing, exchanges
/// are not compared with them.
/// </summary>
public static class ApiDescriptions
{
    /// <summary>
    /// <c>VECTORHOST_API_DESCRIPTIONS</c>, or <c>shared/specs</c> beside the repository.
    /// </summary>
    public static string Folder { get; } = Environment.GetEnvironmentVariable("VECTORHOST_API_DESCRIPTIONS") is { Length: > 0 } folder
        ? folder
        : Path.Combine(RepositoryFolder(), "..", "shared", "specs");

    /// <summary>A validator for one of them; null where it is not there.</summary>
    /// <param name="fileName">The file's name, such as <c>qdrant-1.19.openapi.json</c>.</param>
    public static OpenApiValidator? Find(string fileName)
    {
        string file = Path.Combine(Folder, fileName);
        return File.Exists(file) ? new OpenApiValidator(OpenApiDocument.Load(file)) : null;
    }

    private static string RepositoryFolder()
    {
        string? folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, "VectorHost.sln")))
        {
            folder = Path.GetDirectoryName(folder);
        }

        return folder ?? AppContext.BaseDirectory;
    }
}
