namespace VectorHost.EmbeddingTrainer.Corpus;

/// <summary>Reads the list of repositories: a line each of <c>OWNER/NAME COMMIT HELD-OUT|TRAIN LICENCE</c>; <c>#</c> begins a comment.</summary>
internal static class RepositoryList
{
    private const string HeldOut = "held-out";
    private const string Train = "train";

    /// <summary>Reads a list.</summary>
    /// <param name="path">The file.</param>
    /// <returns>The repositories in the ordinal order of their names, whatever the file's order is.</returns>
    /// <exception cref="FormatException">A line is not of the form.</exception>
    public static IReadOnlyList<CorpusRepository> Read(string path) =>
        [.. File.ReadLines(path)
            .Where(line => !string.IsNullOrWhiteSpace(line) && !line.StartsWith('#'))
            .Select(Parse)
            .OrderBy(repository => repository.Name, StringComparer.Ordinal)];

    private static CorpusRepository Parse(string line) =>
        line.Split(' ', 4) is [{ Length: > 0 } name, { Length: > 0 } commit, HeldOut or Train, { Length: > 0 } licence] parts
            ? new() { Name = name, Commit = commit, Licence = licence, IsHeldOut = parts[2] == HeldOut }
            : throw new FormatException($"'{line}' is not OWNER/NAME COMMIT {HeldOut}|{Train} LICENCE.");
}
