namespace VectorHost.Indexing.Evaluation;

/// <summary>A temporary folder that is gone afterwards.</summary>
internal sealed class ScratchFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("vectorhost-evaluate-");

    public string At(string name) => Path.Combine(_folder.FullName, name);

    /// <summary>What is still open, on Windows, is left to whatever tidies the temporary folder.</summary>
    public void Dispose()
    {
        try
        {
            _folder.Delete(recursive: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return;
        }
    }
}
