using VectorHost.Indexing.Evaluation;
using VectorHost.Indexing.Repositories;

namespace VectorHost.Indexing.Tests.Evaluation;

public sealed class DocumentationMinerTests
{
    private const string Sentence = "Closes the session and forgets its token";

    [TestCase("csharp", "/// <summary>Closes the <see cref=\"T:App.Session\"/> and forgets its token.</summary>\n/// <param name=\"x\">Not this.</param>\n[Obsolete]\npublic void Close(int x)\n{\n}\n", 1, 2, 4, 6, "Closes the Session and forgets its token")]
    [TestCase("java", "/**\n * Closes the {@code session} and forgets its token. Then more.\n *\n * @param x not this\n */\n@Override\npublic void close(int x) {\n}\n", 1, 5, 7, 8, null)]
    [TestCase("python", "def close(self, x):\n    \"\"\"Closes the session\n    and forgets its token.\n\n    :param x: not this\n    \"\"\"\n    return x\n", 2, 6, 1, 7, null)]
    [TestCase("go", "// Close Closes the session and forgets its token.\nfunc (s *Session) Close(x int) error {\n\treturn nil\n}\n", 1, 1, 2, 4, null)]
    [TestCase("rust", "/// Closes the [`session`] and forgets its token.\n///\n/// # Examples\n#[inline]\npub fn close(&self) {\n}\n", 1, 3, 5, 6, null)]
    [TestCase("javascript", "/** Closes the session and forgets its token. */\nexport function close(x) {\n}\n", 1, 1, 2, 3, null)]
    [TestCase("typescript", "/**\n * Closes the session and forgets its token.\n * @returns not this\n */\nfunction close(x: number): void {\n}\n", 1, 4, 5, 6, null)]
    [TestCase("ruby", "# Closes the session and forgets its token.\n#\n# @return [nil]\ndef close(x)\n  nil\nend\n", 1, 3, 4, 6, null)]
    [TestCase("php", "/**\n * Closes the session and forgets its token.\n */\npublic function close($x)\n{\n}\n", 1, 3, 4, 6, null)]
    [TestCase("cpp", "/// \\brief Closes the session and forgets its token.\nvoid Session::Close(int x) {\n}\n", 1, 1, 2, 3, null)]
    [TestCase("c", "/* Closes the session and forgets its token. */\nint close_session(int x)\n{\n}\n", 1, 1, 2, 4, null)]
    [TestCase("haskell", "-- | Closes the session and forgets its token.\ndata Closed = Closed\n", 1, 1, 2, 2, null)]
    [TestCase("lua", "--- Closes the session and forgets its token.\nfunction close(x)\nend\n", 1, 1, 2, 3, null)]
    [TestCase("swift", "/// Closes the session and forgets its token.\n/// - Parameter x: not this\nfunc close(x: Int) {\n}\n", 1, 2, 3, 4, null)]
    [TestCase("kotlin", "/** Closes the session and forgets its token. */\nfun close(x: Int) {\n}\n", 1, 1, 2, 3, null)]
    [TestCase("scala", "/** Closes the session and forgets its token. */\ndef close(x: Int): Unit = {\n}\n", 1, 1, 2, 3, null)]
    [TestCase("elixir", "@doc \"\"\"\nCloses the session and forgets its token.\n\n    iex> close(1)\n\"\"\"\ndef close(x) do\nend\n", 1, 5, 6, 7, null)]
    [TestCase("zig", "/// Closes the session and forgets its token.\npub fn close(x: u8) void {\n}\n", 1, 1, 2, 3, null)]
    [TestCase("shell", "# Closes the session and forgets its token.\nfunction close() {\n  :\n}\n", 1, 1, 2, 4, null)]
    [TestCase("clojure", ";; Closes the session and forgets its token.\n(defn close [x])\n", 1, 1, 2, 2, null)]
    public void The_first_sentence_and_the_lines_are_found_in(
        string language, string text, int commentStart, int commentEnd, int codeStart, int codeEnd, string? sentence)
    {
        Assert.That(Mine(language, text), Is.EqualTo(new[]
        {
            new DocumentedCode
            {
                Sentence = sentence ?? Sentence,
                CommentStart = commentStart,
                CommentEnd = commentEnd,
                CodeStart = codeStart,
                CodeEnd = codeEnd,
            },
        }));
    }

    [TestCase("// Copyright 2020 by the authors of this file.\nvoid Close(int x) {\n}\n")]
    [TestCase("/// <inheritdoc/>\nvoid Close(int x) {\n}\n")]
    [TestCase("// TODO: close it in another way here.\nvoid Close(int x) {\n}\n")]
    [TestCase("// ---------- helpers ----------\nvoid Close(int x) {\n}\n")]
    [TestCase("// Closes it.\nvoid Close(int x) {\n}\n")]
    [TestCase("// Closes the session and forgets its token.\n\nvoid Close(int x) {\n}\n")]
    [TestCase("void Close(int x) {\n    // Closes the session and forgets its token.\n    Run();\n}\n")]
    public void What_documents_nothing_is_passed_over(string text) => Assert.That(Mine("csharp", text), Is.Empty);

    [Test]
    public void A_licence_above_a_documented_definition_is_not_part_of_its_comment()
    {
        DocumentedCode found = Mine("java", "/* Under the licence of this project. */\n/** Closes the session and forgets its token. */\nclass Session {\n}\n").Single();

        Assert.That((found.CommentStart, found.CommentEnd), Is.EqualTo((2, 2)));
    }

    private static IReadOnlyList<DocumentedCode> Mine(string language, string text) =>
        DocumentationMiner.Mine(new SourceFile { Path = "file", Hash = "", Language = language, Text = text });
}
