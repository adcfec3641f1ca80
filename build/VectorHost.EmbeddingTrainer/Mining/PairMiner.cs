using System.Text.RegularExpressions;
using VectorHost.Indexing.Repositories;

namespace VectorHost.EmbeddingTrainer.Mining;

/// <summary>Finds pairs in files.</summary>
internal static class PairMiner
{
    private const int FewestRemarkWords = 4;
    private const int FewestRemarkedLines = 2;
    private const int FewestNamedLines = 4;

    /// <summary>The pairs of a file, from top to bottom.</summary>
    /// <param name="repository">The repository's name.</param>
    /// <param name="file">The file.</param>
    public static IEnumerable<Pair> Mine(string repository, SourceFile file)
    {
        if (CommentStyle.Of(file.Language) is not { } style || SourcePath.IsForeign(file.Path))
        {
            yield break;
        }

        SourceText source = new(file.Text);
        FileChunks? chunks = null;
        int next = 0;
        while (next < source.Count)
        {
            (Found? found, next) = MineAt(source, next, style, file);
            if (found is not null)
            {
                chunks ??= new(file);
                yield return MakePair(repository, file, found, chunks);
            }
        }
    }

    private static (Found? Found, int Next) MineAt(SourceText source, int index, CommentStyle style, SourceFile file)
    {
        if (source.IsBlank(index))
        {
            return (null, index + 1);
        }

        if (CommentReader.TryRead(source, index, style) is { } comment)
        {
            Found? commented = source.IsBlank(comment.End) ? null : BelowComment(source, index, comment, style, file);
            return (commented, comment.End);
        }

        if (style.HasDocstrings && Docstrings.TryRead(source, index, out int first) is { } docstring)
        {
            int end = CodeExtent.OfDefinition(source, index, style);
            string code = source.Join(index, first) + '\n' + (end > docstring.End ? source.Join(docstring.End, end) : "");
            string? sentence = Sentence.TryRead(docstring.Text);
            return (sentence is null ? null : new(PairKind.Documentation, sentence, code, index, first, docstring.End), first);
        }

        return (Named(source, index, style, file), index + 1);
    }

    private static Found? BelowComment(SourceText source, int index, Comment comment, CommentStyle style, SourceFile file)
    {
        string? sentence = Sentence.TryRead(comment.Text);
        int start = comment.End;
        if (sentence is null)
        {
            return null;
        }

        if (comment.IsDocumentation || Definition.IsAttribute(source.Trimmed(start)) || Definition.Begins(source.Trimmed(start)))
        {
            string code = source.Join(start, CodeExtent.OfDefinition(source, start, style));
            sentence = style.BeginsWithName ? WithoutName(sentence, source[start]) : sentence;
            return new(PairKind.Documentation, sentence, code, start, index, start);
        }

        int end = CodeExtent.OfStatements(source, start, style);
        return !SourcePath.IsTest(file.Path) && end - start >= FewestRemarkedLines && sentence.Count(' ') + 1 >= FewestRemarkWords
            ? new(PairKind.Remark, sentence, source.Join(start, end), start, index, start)
            : null;
    }

    /// <summary>A definition without documentation still has a name, which says what it does.</summary>
    private static Found? Named(SourceText source, int index, CommentStyle style, SourceFile file)
    {
        if (SourcePath.IsTest(file.Path) || !Definition.Begins(source.Trimmed(index)) || (index > 0 && !source.IsBlank(index - 1) && CommentReader.TryRead(source, index - 1, style) is not null))
        {
            return null;
        }

        string name = Definition.NameOf(source.Trimmed(index).ToString());
        string words = NameWords.Split(name);
        int end = CodeExtent.OfDefinition(source, index, style);
        if (!words.Contains(' ', StringComparison.Ordinal) || end - index < FewestNamedLines)
        {
            return null;
        }

        string code = Regex.Replace(source.Join(index, end), $@"\b{Regex.Escape(name)}\b", "", RegexOptions.CultureInvariant, TimeSpan.FromSeconds(10));
        return new(PairKind.Name, words, code, index, index, index);
    }

    private static string WithoutName(string sentence, string definition)
    {
        int space = sentence.IndexOf(' ', StringComparison.Ordinal);
        return space > 0 && definition.Contains(sentence[..space], StringComparison.Ordinal) ? sentence[(space + 1)..] : sentence;
    }

    private static Pair MakePair(string repository, SourceFile file, Found found, FileChunks chunks)
    {
        (int start, string text) = chunks.At(found.Line, found.CommentStart, found.CommentEnd);
        return new()
        {
            Kind = found.Kind,
            Repository = repository,
            Language = file.Language,
            Path = file.Path,
            Query = found.Query,
            Code = found.Code,
            Chunk = found.Kind == PairKind.Name ? "" : text,
            ChunkStart = start,
        };
    }

    private sealed record Found(PairKind Kind, string Query, string Code, int Line, int CommentStart, int CommentEnd);
}
