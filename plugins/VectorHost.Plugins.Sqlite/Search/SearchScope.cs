namespace VectorHost.Plugins.Sqlite.Search;

/// <summary>A repository that takes part in a search.</summary>
/// <param name="Id">Its number in the database, never used twice.</param>
/// <param name="Name">Its name.</param>
/// <param name="Generation">Raised by every change of its records.</param>
/// <param name="Dimensions">The length of its vectors.</param>
internal sealed record SearchScope(long Id, string Name, long Generation, int Dimensions);
