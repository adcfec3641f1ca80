using System.Text;
using VectorHost.Indexing.Chunking;

namespace VectorHost.Indexing.Tests.Chunking;

/// <summary>Where the cuts lie in code.</summary>
public sealed class ChunkerStructureTests
{
    // For each language: a type's first line, a documented function as it is written there (NAME and BODY are filled in),
    // a statement, and the type's last line.
    private static readonly object[] Languages =
    [
        new[] { "csharp", "public sealed class Shapes\n{", "    /// <summary>Says what NAME does.</summary>\n    /// <param name=\"size\">How large.</param>\n    [Pure]\n    public int NAME(int size)\n    {\nBODY\n        return size;\n    }\n", "        Console.WriteLine(size);", "}" },
        new[] { "python", "class Shapes:", "    # Says what NAME does.\n    @cached\n    def NAME(self, size):\n        \"\"\"Return the size.\n\n        Larger than you think.\n        \"\"\"\nBODY\n        return size\n", "        print(size)", "" },
        new[] { "go", "package shapes\n", "// NAME says what it does,\n// in more than one line.\nfunc NAME(size int) int {\nBODY\n\treturn size\n}\n", "\tfmt.Println(size)", "" },
        new[] { "javascript", "export class Shapes {", "  /**\n   * Says what NAME does.\n   * @param {number} size\n   */\n  NAME(size) {\nBODY\n    return size\n  }\n", "    console.log(size)", "}" },
        new[] { "typescript", "@Injectable()\nexport class Shapes {", "  /**\n   * Says what NAME does.\n   */\n  @Memoize()\n  public NAME(size: number): number {\nBODY\n    return size;\n  }\n", "    console.log(size);", "}" },
        new[] { "rust", "impl Shapes {", "    /// Says what NAME does.\n    ///\n    /// In two paragraphs.\n    #[inline]\n    pub fn NAME<'a>(&'a self, size: i32) -> i32 {\nBODY\n        size\n    }\n", "        println!(\"{}\", size);", "}" },
        new[] { "java", "public class Shapes {", "    /**\n     * Says what NAME does.\n     */\n    @Override\n    public int NAME(int size) {\nBODY\n        return size;\n    }\n", "        System.out.println(size);", "}" },
        new[] { "c", "#include <stdio.h>\n", "/* Says what NAME does,\n   in two lines. */\nstatic int\nNAME(int size)\n{\nBODY\n    return size;\n}\n", "    printf(\"%d\", size);", "" },
        new[] { "ruby", "class Shapes", "  # Says what NAME does.\n  #\n  # @param size [Integer]\n  def NAME(size)\nBODY\n    size\n  end\n", "    puts size", "end" },
        new[] { "elixir", "defmodule Shapes do", "  @doc \"\"\"\n  Says what NAME does.\n  \"\"\"\n  @spec NAME(integer) :: integer\n  def NAME(size) do\nBODY\n    size\n  end\n", "    IO.puts(size)", "end" },
        new[] { "sql", "-- Shapes.\n", "-- Says what NAME does.\nCREATE FUNCTION NAME(size integer) RETURNS integer AS $$\nBEGIN\nBODY\n    RETURN size;\nEND;\n$$ LANGUAGE plpgsql;\n", "    RAISE NOTICE '%', size;", "" },
    ];

    [TestCaseSource(nameof(Languages))]
    public void A_definition_stays_with_its_comments_and_attributes(string language, string top, string function, string statement, string bottom)
    {
        Random random = new(language.Length);
        for (int round = 0; round < 60; round++)
        {
            string text = MakeType(random, top, function, statement, bottom, mostStatements: 45);
            IReadOnlyList<Chunk> chunks = Sources.Cut(text, language);
            string[] lines = Sources.Lines(text);
            int header = function.Split('\n').TakeWhile(static line => line != "BODY").Count();
            string firstLine = function.Split('\n')[0].Split("NAME")[0];
            for (int line = 0; line < lines.Length; line++)
            {
                if (lines[line].StartsWith(firstLine, StringComparison.Ordinal) && !lines[line].Contains("Shapes", StringComparison.Ordinal))
                {
                    Chunk chunk = Sources.ChunkOf(chunks, line + 1);
                    Assert.That(chunk.EndLine, Is.GreaterThan(line + header), () => $"{language}, round {round}, line {line + 1}:\n{chunk.Text}");
                }
            }
        }
    }

    [TestCaseSource(nameof(Languages))]
    public void Functions_that_fit_into_a_chunk_are_not_cut(string language, string top, string function, string statement, string bottom)
    {
        Random random = new(language.Length);
        for (int round = 0; round < 60; round++)
        {
            string text = MakeType(random, top, function, statement, bottom, mostStatements: 22);
            foreach (Chunk chunk in Sources.Cut(text, language).Skip(1))
            {
                string first = function.Split('\n')[0].Split("NAME")[0];
                bool beginsFunction = chunk.Text.StartsWith(first, StringComparison.Ordinal);
                Assert.That(beginsFunction || bottom.Length > 0 && chunk.Text.StartsWith(bottom, StringComparison.Ordinal), Is.True, () => $"{language}, round {round}, line {chunk.StartLine}:\n{chunk.Text}");
            }
        }
    }

    [TestCaseSource(nameof(Languages))]
    public void A_long_function_is_cut_between_statements_with_its_first_ones_beside_its_header(string language, string top, string function, string statement, string bottom)
    {
        string indent = statement[..^statement.TrimStart().Length];
        string call = indent + "call_something_long(" + "\n" + indent + "    first_argument," + "\n" + indent + "    second_argument)" + (statement.EndsWith(';') ? ";" : "");
        StringBuilder body = new();
        for (int index = 0; index < 40; index++)
        {
            body.Append(index == 0 ? "" : "\n").Append(index % 3 == 0 ? call : statement);
        }

        string text = top + "\n" + function.Replace("NAME", "long").Replace("BODY", body.ToString()) + bottom + "\n";
        IReadOnlyList<Chunk> chunks = Sources.Cut(text, language);

        Assert.That(chunks, Has.Count.GreaterThan(1));
        foreach (Chunk chunk in chunks.Skip(1))
        {
            string first = Sources.Lines(chunk.Text)[0];
            Assert.That(first, Is.EqualTo(statement).Or.EqualTo(indent + "call_something_long("), () => $"{language}:\n{chunk.Text}");
        }
    }

    [Test]
    public void A_small_file_is_one_chunk()
    {
        Assert.That(Sources.Cut("using System;\n\nclass A\n{\n}\n", "csharp"), Is.EqualTo(new[]
        {
            new Chunk { StartLine = 1, EndLine = 5, Text = "using System;\n\nclass A\n{\n}" },
        }));
    }

    [Test]
    public void Items_of_a_configuration_are_cut_between_the_outer_ones()
    {
        string job = "  JOB:\n    runs-on: linux\n    steps:\n" + string.Concat(Enumerable.Repeat("      - name: do a thing\n        run: make thing\n", 16));
        string text = "on: push\njobs:\n" + job.Replace("JOB", "first") + job.Replace("JOB", "second") + job.Replace("JOB", "third");

        Assert.That(Sources.Cut(text, "yaml").Select(static chunk => Sources.Lines(chunk.Text)[0]), Is.EqualTo(new[] { "on: push", "  second:", "  third:" }));
    }

    [Test]
    public void A_json_array_is_cut_between_its_elements()
    {
        string element = "    {\n      \"name\": \"something\",\n      \"values\": [\n        1,\n        2\n      ]\n    }";
        string text = "{\n  \"all\": [\n" + string.Join(",\n", Enumerable.Repeat(element, 40)) + "\n  ]\n}\n";

        Assert.That(Sources.Cut(text, "json").Skip(1).Select(static chunk => Sources.Lines(chunk.Text)[0]), Is.All.EqualTo("    {"));
    }

    [Test]
    public void Prose_is_cut_between_paragraphs()
    {
        string paragraph = string.Concat(Enumerable.Repeat("A line of a paragraph that has many of them.\n", 9)) + "\n";
        string text = string.Concat(Enumerable.Repeat(paragraph, 12)) + "The end.\n";

        Assert.That(Sources.Cut(text, "text").Select(static chunk => (chunk.StartLine - 1) % 10), Is.All.Zero);
    }

    [Test]
    public void A_string_of_many_lines_is_kept_whole()
    {
        string text = "class A:\n" + string.Concat(Enumerable.Range(0, 12).Select(static index =>
            $"    QUERY_{index} = \"\"\"\nselect one, two\n\nfrom a_table\n\nwhere column = {index} and another = 'something rather long to fill the line'\n\"\"\"\n\n"));

        Assert.That(Sources.Cut(text, "python").Skip(1).Select(static chunk => chunk.Text), Is.All.StartsWith("    QUERY_"));
    }

    private static string MakeType(Random random, string top, string function, string statement, string bottom, int mostStatements)
    {
        StringBuilder text = new(top + "\n");
        for (int index = random.Next(2, 9); index > 0; index--)
        {
            string body = string.Join('\n', Enumerable.Repeat(statement, random.Next(1, mostStatements)));
            text.Append(function.Replace("NAME", "function" + index, StringComparison.Ordinal).Replace("BODY", body, StringComparison.Ordinal)).Append('\n');
        }

        return text.ToString().TrimEnd('\n') + "\n" + (bottom.Length > 0 ? bottom + "\n" : "");
    }
}
