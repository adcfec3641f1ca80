using System.Text.Json;

namespace VectorHost.Indexing.Evaluation;

/// <summary>
/// Reads labelled questions from JSON: an array of <c>{"query", "expected": [{"path", "start_line"?, "end_line"?}],
/// "category"?}</c>, or an object that has such an array as <c>queries</c>. Members that are not known are left to
/// whoever wrote them.
/// </summary>
public sealed class QueryFile
{
    private static readonly JsonDocumentOptions Lenient = new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip };

    private readonly string _file;
    private readonly string _root;

    private QueryFile(string file, string root)
    {
        _file = file;
        _root = root;
    }

    /// <summary>Reads a file.</summary>
    /// <param name="file">The file.</param>
    /// <param name="root">The root folder of the repository that the questions are about.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <returns>The questions, at least one, in the order of the file.</returns>
    /// <exception cref="EvaluationException">
    /// The file cannot be read, is not as described, has no questions, or expects files that the repository does not have.
    /// </exception>
    public static async Task<IReadOnlyList<LabelledQuery>> ReadAsync(string file, string root, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(file);
        ArgumentException.ThrowIfNullOrEmpty(root);
        try
        {
            FileStream stream = File.OpenRead(file);
            await using (stream.ConfigureAwait(false))
            {
                using JsonDocument document = await JsonDocument.ParseAsync(stream, Lenient, cancellationToken).ConfigureAwait(false);
                return new QueryFile(file, root).Read(document.RootElement);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new EvaluationException(
                Directory.Exists(file)
                    ? $"{file} is a folder: name a file of queries."
                    : exception is FileNotFoundException or DirectoryNotFoundException
                    ? $"There is no file {file}: name a file of queries."
                    : $"The queries cannot be read: {exception.Message}",
                exception);
        }
        catch (JsonException exception)
        {
            throw new EvaluationException($"{file}, line {exception.LineNumber + 1}: not valid JSON near column {exception.BytePositionInLine + 1}.", exception);
        }
    }

    private List<LabelledQuery> Read(JsonElement document)
    {
        JsonElement array = document.ValueKind == JsonValueKind.Object && document.TryGetProperty("queries", out JsonElement queries) ? queries : document;
        if (array.ValueKind != JsonValueKind.Array)
        {
            throw new EvaluationException(
                $$"""{{_file}} must be an array of {"query": "…", "expected": [{"path": "…"}]}, or an object with such an array as "queries".""");
        }

        List<LabelledQuery> read = [.. array.EnumerateArray().Select((element, index) => ReadQuery(element, $"query {index + 1}"))];
        return read.Count > 0 ? read : throw new EvaluationException($"{_file} has no queries.");
    }

    private LabelledQuery ReadQuery(JsonElement element, string where)
    {
        if (element.ValueKind != JsonValueKind.Object)
        {
            throw Wrong(where, "must be an object");
        }

        string text = ReadText(element, "query", where) ?? throw Wrong(where, "has no \"query\"");
        if (!element.TryGetProperty("expected", out JsonElement expected) || expected.ValueKind != JsonValueKind.Array || expected.GetArrayLength() == 0)
        {
            throw Wrong(where, "has no \"expected\", an array of at least one {\"path\": \"…\"}");
        }

        return new LabelledQuery
        {
            Text = text,
            Expected = [.. expected.EnumerateArray().Select(place => ReadPlace(place, where))],
            Category = ReadText(element, "category", where),
        };
    }

    private ExpectedPlace ReadPlace(JsonElement element, string where)
    {
        string? path = element.ValueKind == JsonValueKind.Object ? ReadText(element, "path", where) : null;
        if (path is null)
        {
            throw Wrong(where, "expects something without a \"path\"");
        }

        if (FindInRepository(path) is not { } relative)
        {
            throw Wrong(where, $"expects '{path}', which is outside {_root}: give paths relative to the repository");
        }

        if (!File.Exists(Path.Combine(_root, path)))
        {
            throw Wrong(where, $"expects '{path}', which {_root} does not have: give paths relative to the repository, of the version that is checked out");
        }

        int? start = ReadLine(element, "start_line", where);
        int? end = ReadLine(element, "end_line", where) ?? start;
        return end < (start ?? int.MaxValue)
            ? throw Wrong(where, $"expects lines of '{path}' that end at {end} before they start at {start?.ToString(provider: null) ?? "any line"}")
            : new ExpectedPlace { Path = relative, StartLine = start, EndLine = end };
    }

    /// <summary>A path as the index writes it, since that of a hit is compared with it: <c>./src/../a.cs</c> is <c>a.cs</c>.</summary>
    /// <returns><see langword="null"/> where it leads out of the repository.</returns>
    private string? FindInRepository(string path)
    {
        string relative = Path.GetRelativePath(_root, Path.GetFullPath(path, Path.GetFullPath(_root))).Replace('\\', '/');
        return relative == ".." || relative.StartsWith("../", StringComparison.Ordinal) || Path.IsPathRooted(relative) ? null : relative;
    }

    private string? ReadText(JsonElement element, string name, string where)
    {
        if (!element.TryGetProperty(name, out JsonElement value) || value.ValueKind == JsonValueKind.Null)
        {
            return null;
        }

        return value.ValueKind == JsonValueKind.String && !string.IsNullOrWhiteSpace(value.GetString())
            ? value.GetString()
            : throw Wrong(where, $"has a \"{name}\" that is not a text");
    }

    private int? ReadLine(JsonElement element, string name, string where)
    {
        if (!element.TryGetProperty(name, out JsonElement value) || value.ValueKind == JsonValueKind.Null)
        {
            return null;
        }

        return value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out int line) && line > 0
            ? line
            : throw Wrong(where, $"has a \"{name}\" that is not a line number, counted from 1");
    }

    private EvaluationException Wrong(string where, string what) => new($"{_file}: {where} {what}.");
}
