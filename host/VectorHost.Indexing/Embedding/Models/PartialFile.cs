namespace VectorHost.Indexing.Embedding.Models;

/// <summary>A file that is on its way: <c>FILE.part</c>, and in <c>FILE.part.tag</c> what it is a part of.</summary>
/// <param name="destination">The file that it becomes.</param>
internal sealed class PartialFile(string destination)
{
    private readonly string _tagFile = $"{destination}.part.tag";

    /// <summary>The part.</summary>
    public string Path { get; } = $"{destination}.part";

    /// <summary>How many bytes there are.</summary>
    public long Length => new FileInfo(Path) is { Exists: true } file ? file.Length : 0;

    /// <summary>The tag of the file that this is a part of.</summary>
    public string? Tag
    {
        get => File.Exists(_tagFile) ? File.ReadAllText(_tagFile) : null;
        set
        {
            if (value is null)
            {
                File.Delete(_tagFile);
            }
            else
            {
                File.WriteAllText(_tagFile, value);
            }
        }
    }

    /// <summary>Opens the part to write on.</summary>
    /// <param name="start">How many bytes of it stay.</param>
    public FileStream OpenForWriting(long start)
    {
        FileStream stream = new(Path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.None, bufferSize: 0, FileOptions.Asynchronous);
        stream.SetLength(start);
        stream.Position = start;
        return stream;
    }

    /// <summary>Gives the whole file its name.</summary>
    public void Complete()
    {
        File.Move(Path, destination, overwrite: true);
        File.Delete(_tagFile);
    }

    /// <summary>Throws the part away.</summary>
    public void Delete()
    {
        File.Delete(Path);
        File.Delete(_tagFile);
    }
}
