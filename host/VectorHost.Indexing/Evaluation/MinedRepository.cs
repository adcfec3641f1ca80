using VectorHost.Indexing.Ranking.Paths;
using VectorHost.Indexing.Repositories;

namespace VectorHost.Indexing.Evaluation;

/// <summary>
/// A copy of a repository without its documentation comments, and questions made of them: whoever finds the code then
/// finds it by what it is, not because the question stands above it.
/// </summary>
/// <remarks>
/// The lines of the comments are emptied, not deleted, so that line numbers stay. Tests and examples are copied, and no
/// questions are made of their comments: people ask about the code. A sentence that documents several places asks for
/// nothing in particular, and is left out.
/// </remarks>
public sealed class MinedRepository : IDisposable
{
    private readonly ScratchFolder _folder = new();

    private MinedRepository()
    {
    }

    /// <summary>The root folder of the copy.</summary>
    public string Root => _folder.At("repository");

    /// <summary>The questions, in the order of the files' paths.</summary>
    public IReadOnlyList<LabelledQuery> Queries { get; private set; } = [];

    /// <summary>Makes a copy, in a temporary folder.</summary>
    /// <param name="root">The repository's root folder.</param>
    /// <param name="walk">Which of its files count.</param>
    /// <param name="cancellationToken">Cancels the copying.</param>
    /// <returns>The copy, the caller's to dispose.</returns>
    /// <exception cref="RepositoryException">The repository cannot be walked.</exception>
    /// <exception cref="EvaluationException">No code of the repository is documented.</exception>
    public static async Task<MinedRepository> CreateAsync(string root, WalkOptions walk, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(root);
        ArgumentNullException.ThrowIfNull(walk);
        MinedRepository copy = new();
        try
        {
            await copy.FillAsync(root, walk, cancellationToken).ConfigureAwait(false);
            return copy;
        }
        catch
        {
            copy.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _folder.Dispose();

    private async Task FillAsync(string root, WalkOptions walk, CancellationToken cancellationToken)
    {
        List<LabelledQuery> queries = [];
        SourceFileReader reader = new(walk.MaxFileBytes);
        foreach (WalkedFile walked in new RepositoryWalker().Walk(root, walk, new SkipCounter(), cancellationToken))
        {
            SourceFileResult result = await reader.ReadAsync(walked, cancellationToken).ConfigureAwait(false);
            if (!result.IsRead)
            {
                continue;
            }

            IReadOnlyList<DocumentedCode> documented = DocumentationMiner.Mine(result.File);
            await WriteAsync(walked.Path, Hide(result.File.Text, documented), cancellationToken).ConfigureAwait(false);
            if (PathKinds.Of(walked.Path) is PathKind.Code)
            {
                queries.AddRange(documented.Select(code => QueryFor(walked.Path, code)));
            }
        }

        Queries = [.. queries
            .GroupBy(query => query.Text, StringComparer.OrdinalIgnoreCase)
            .Where(group => group.Count() == 1)
            .Select(group => group.Single())
            .OrderBy(query => query.Expected[0].Path, StringComparer.Ordinal)
            .ThenBy(query => query.Expected[0].StartLine)];
        if (Queries.Count == 0)
        {
            throw new EvaluationException(
                $"No documented code was found in {root} to ask for: give labelled queries with --queries FILE.");
        }
    }

    private static LabelledQuery QueryFor(string path, DocumentedCode code) => new()
    {
        Text = code.Sentence,
        Expected = [new ExpectedPlace { Path = path, StartLine = code.CodeStart, EndLine = code.CodeEnd }],
    };

    private static string Hide(string text, IReadOnlyList<DocumentedCode> documented)
    {
        if (documented.Count == 0)
        {
            return text;
        }

        HashSet<int> hidden = [.. documented.SelectMany(code => Enumerable.Range(code.CommentStart, code.CommentEnd - code.CommentStart + 1))];
        string[] lines = text.Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n').Split('\n');
        return string.Join('\n', lines.Select((line, index) => hidden.Contains(index + 1) ? "" : line));
    }

    private async Task WriteAsync(string path, string text, CancellationToken cancellationToken)
    {
        string file = Path.Combine(Root, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        await File.WriteAllTextAsync(file, text, cancellationToken).ConfigureAwait(false);
    }
}
