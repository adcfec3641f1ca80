namespace VectorHost.Indexing.Repositories;

/// <summary>A folder that a walk has entered.</summary>
/// <param name="FullPath">The absolute path.</param>
/// <param name="RelativePath">The path relative to the root, with a slash at its end; empty for the root.</param>
/// <param name="Scope">The ignore files that hold in it.</param>
/// <param name="IsIncluded">Whether <see cref="WalkOptions.Include"/> names it or a folder above it.</param>
/// <param name="IsToolFolder">Whether it is, or lies in, a tool folder: then only included files count.</param>
internal sealed record WalkedFolder(string FullPath, string RelativePath, IgnoreScope Scope, bool IsIncluded, bool IsToolFolder);
