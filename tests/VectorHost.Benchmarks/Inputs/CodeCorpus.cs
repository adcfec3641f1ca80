using VectorHost.Indexing.Chunking;
using VectorHost.Indexing.Repositories;

namespace VectorHost.Benchmarks.Inputs;

/// <summary>
/// One repository made of files of many: as many as it takes for a number of chunks, from all in turn, and beginnings of
/// chunks of other files, to ask for. The same folder always gives the same.
/// </summary>
internal sealed class CodeCorpus
{
    private const int Seed = 11;
    private const int QuestionLines = 3;
    private const int ShortestQuestion = 30;

    private CodeCorpus(string root, IReadOnlyList<string> questions)
    {
        Root = root;
        Questions = questions;
    }

    /// <summary>The repository's folder.</summary>
    public string Root { get; }

    /// <summary>The first lines of chunks that are not in the repository.</summary>
    public IReadOnlyList<string> Questions { get; }

    /// <summary>Copies the files.</summary>
    /// <param name="source">A folder of work trees, or one work tree, which is one with a <c>.git</c>.</param>
    /// <param name="target">The repository's folder, which need not be there.</param>
    /// <param name="chunks">How many chunks its files have together, and a few more.</param>
    /// <param name="questions">How many questions.</param>
    /// <param name="cancellationToken">Ends it early.</param>
    /// <exception cref="BenchmarkException">There are not as many.</exception>
    public static async Task<CodeCorpus> CopyAsync(string source, string target, int chunks, int questions, CancellationToken cancellationToken)
    {
        SourceFileReader reader = new();
        Random random = new(Seed);
        List<string> asked = [];
        int copied = 0;
        foreach ((string repository, WalkedFile walked) in InTurn(source, random))
        {
            if (await reader.ReadAsync(walked, cancellationToken) is not { IsRead: true } result)
            {
                continue;
            }

            IReadOnlyList<Chunk> pieces = Chunker.Chunk(result.File);
            if (copied < chunks)
            {
                string file = Path.Combine(target, repository, walked.Path);
                Directory.CreateDirectory(Path.GetDirectoryName(file)!);
                File.Copy(walked.FullPath, file);
                copied += pieces.Count;
            }
            else if (pieces.Count > 0 && BeginningOf(pieces[random.Next(pieces.Count)]) is { Length: >= ShortestQuestion } question)
            {
                asked.Add(question);
                if (asked.Count == questions)
                {
                    return new CodeCorpus(target, asked);
                }
            }
        }

        throw new BenchmarkException(
            $"{source} has not enough for {chunks:N0} chunks and {questions} questions: name a folder of work trees with --corpus PATH, or use --quick.");
    }

    /// <summary>A file of each work tree in turn, of each in a random order. What begins with a dot could hide other files.</summary>
    private static IEnumerable<(string Repository, WalkedFile File)> InTurn(string source, Random random)
    {
        List<(string Name, Queue<WalkedFile> Files)> trees = [];
        bool isOneTree = Path.Exists(Path.Combine(source, ".git"));
        string[] folders = isOneTree ? [source] : Directory.GetDirectories(source);
        foreach (string folder in folders.Order(StringComparer.Ordinal))
        {
            WalkedFile[] files = [.. SourceTree.Walk(folder).Where(file => !file.Path.Split('/').Any(part => part.StartsWith('.')))];
            random.Shuffle(files);
            trees.Add((Path.GetFileName(folder), new Queue<WalkedFile>(files)));
        }

        while (trees.RemoveAll(tree => tree.Files.Count == 0) >= 0 && trees.Count > 0)
        {
            foreach ((string name, Queue<WalkedFile> files) in trees)
            {
                yield return (name, files.Dequeue());
            }
        }
    }

    private static string BeginningOf(Chunk chunk) =>
        string.Join('\n', chunk.Text.Split('\n').Where(line => !string.IsNullOrWhiteSpace(line)).Take(QuestionLines));
}
