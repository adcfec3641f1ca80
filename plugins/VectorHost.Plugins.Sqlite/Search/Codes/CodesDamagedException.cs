using System.Diagnostics.CodeAnalysis;

namespace VectorHost.Plugins.Sqlite.Search.Codes;

/// <summary>A file of codes is not what was written: it is made anew from the database. Never leaves the plugin.</summary>
[SuppressMessage("Design", "CA1064", Justification = "Caught where the file is made anew; nobody else sees it.")]
internal sealed class CodesDamagedException() : Exception("The file of codes is damaged.");
