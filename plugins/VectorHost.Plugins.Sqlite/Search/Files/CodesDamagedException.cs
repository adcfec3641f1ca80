using System.Diagnostics.CodeAnalysis;

namespace VectorHost.Plugins.Sqlite.Search.Files;

/// <summary>A file of codes is not what was written: it is made anew from the database. Never leaves the plugin.</summary>
/// <param name="repositoryId">Whose codes they are.</param>
[SuppressMessage("Design", "CA1064", Justification = "Caught where the file is made anew; nobody else sees it.")]
internal sealed class CodesDamagedException(long repositoryId) : Exception("The file of codes is damaged.")
{
    /// <summary>Whose codes they are.</summary>
    public long RepositoryId { get; } = repositoryId;
}
