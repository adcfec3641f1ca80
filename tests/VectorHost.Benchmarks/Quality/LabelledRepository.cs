using VectorHost.Indexing.Evaluation;

namespace VectorHost.Benchmarks.Quality;

/// <summary>A repository with questions that somebody has answered by hand.</summary>
/// <param name="Name">The owner and the name.</param>
/// <param name="Language">What most of it is written in.</param>
/// <param name="Half">Whether constants were chosen with it: <c>dev</c> or <c>test</c>.</param>
/// <param name="Root">The work tree.</param>
/// <param name="Queries">The questions.</param>
internal sealed record LabelledRepository(string Name, string Language, string Half, string Root, IReadOnlyList<LabelledQuery> Queries)
{
    /// <summary>Reads the questions about all repositories that are checked out in a folder as <c>OWNER+NAME</c>.</summary>
    /// <param name="folder">The folder of questions.</param>
    /// <param name="corpus">The folder of work trees.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="EvaluationException">A work tree is of another version than its questions.</exception>
    public static async Task<IReadOnlyList<LabelledRepository>> ReadAllAsync(string folder, string corpus, CancellationToken cancellationToken)
    {
        List<LabelledRepository> found = [];
        foreach (string line in await File.ReadAllLinesAsync(Path.Combine(folder, "repositories.txt"), cancellationToken))
        {
            if (line.Split(' ') is not [var name, _, var language, var half])
            {
                continue;
            }

            string folderName = name.Replace('/', '+');
            string root = Path.Combine(corpus, folderName);
            if (Directory.Exists(root))
            {
                string file = Path.Combine(folder, $"{folderName}.json");
                found.Add(new LabelledRepository(name, language, half, root, await QueryFile.ReadAsync(file, root, cancellationToken)));
            }
        }

        return found;
    }
}
