namespace VectorHost.Indexing.Repositories;

/// <summary>The git work tree around a folder: where it begins, and where git keeps what it knows of it.</summary>
/// <param name="Root">The work tree's root folder.</param>
/// <param name="GitFolder">The folder with <c>config</c> and <c>info</c>, which linked work trees share.</param>
internal sealed record GitWorkTree(string Root, string GitFolder)
{
    private const string Pointer = "gitdir:";

    /// <summary>Finds the nearest work tree at or above a folder.</summary>
    public static GitWorkTree? Find(string folder)
    {
        for (string? root = folder; root is not null; root = Path.GetDirectoryName(root))
        {
            string git = Path.Combine(root, ".git");
            if (Directory.Exists(git))
            {
                return new GitWorkTree(root, CommonFolder(git));
            }

            // Submodules and linked work trees have a file that says where the folder is.
            string text = IgnoreFileReader.ReadText(git);
            if (text.StartsWith(Pointer, StringComparison.Ordinal) && GitPath.Resolve(text[Pointer.Length..].Trim(), root) is { } pointed)
            {
                return new GitWorkTree(root, CommonFolder(pointed));
            }
        }

        return null;
    }

    private static string CommonFolder(string gitFolder)
    {
        string common = IgnoreFileReader.ReadText(Path.Combine(gitFolder, "commondir")).Trim();
        return common.Length == 0 ? gitFolder : GitPath.Resolve(common, gitFolder) ?? gitFolder;
    }
}
