using System.Globalization;
using System.Text;
using VectorHost.Abstractions;

namespace VectorHost.Conformance;

/// <summary>What records are made of survives exactly: texts, paths, numbers, hashes, vectors.</summary>
public abstract class RecordsConformance<TBackend> : VectorStoreConformance<TBackend>
    where TBackend : TestBackend, new()
{
    private static IEnumerable<TestCaseData> Texts()
    {
        yield return Text("emoji_joined_by_zero_width_joiners", "👩‍👩‍👧‍👦 🏳️‍🌈");
        yield return Text("combining_marks", "Z\u0351\u036b\u0343a\u0300\u0301 e\u0301");
        yield return Text("right_to_left", "\u05e9\u05dc\u05d5\u05dd \u202eabc\u202c \u0627\u0644\u0639\u0631\u0628\u064a\u0629");
        yield return Text("planes_beyond_the_first", "\U00020000 \U0001F600 \U0010FFFF 漢字");
        yield return Text("characters_before_and_after_the_surrogates", "\uD7FF\uE000\uFFFD\uFFFE\uFFFF");
        yield return Text("NUL_at_begin_middle_and_end", "\0a\0\0b\0");
        yield return Text("only_NUL", "\0");
        yield return Text("control_characters", string.Concat(Enumerable.Range(0, 32).Select(code => (char)code)) + "\u007f\u0085\u2028");
        yield return Text("line_ends_of_every_kind", "a\r\nb\rc\n\n\r\r\n");
        yield return Text("byte_order_mark", "\uFEFFusing System;");
        yield return Text("trailing_spaces_and_tabs", "a \t b \t \n ");
        yield return Text("nothing", "");
        yield return Text("one_space", " ");
        yield return Text("query_languages", """'; DROP TABLE chunk; -- "$where": {"$ne": null} \" \\ %s {0} ?1 :x @x $1 """);
    }

    private static TestCaseData Text(string name, string text) =>
        new TestCaseData(text).SetName($"{{m}}({name})");

    [TestCaseSource(nameof(Texts))]
    [Scenario(43, 45, 47, 48, 50)]
    public async Task A_text_survives(string text)
    {
        ChunkRecord record = TestData.Record(1) with { Text = text };

        await SaveAsync(record);

        Assert.That((await LoadOneAsync(record.Id)).Text, Is.EqualTo(text));
    }

    [TestCaseSource(nameof(Texts))]
    [Scenario(45, 50)]
    public async Task A_path_and_a_language_survive_and_are_found_by_equality(string text)
    {
        string path = "dir/" + text;
        ChunkRecord record = TestData.Record(1) with { Path = path, Language = text };
        await SaveAsync(record, TestData.Record(2));

        ChunkRecord loaded = (await LoadAsync(new RecordFilter { Paths = [path] })).Single();

        Expect.SameRecord(loaded, record);
    }

    [Test]
    [Scenario(49)]
    public async Task A_long_text_survives()
    {
        int length = Math.Min(1 << 20, Store.Limits.MaxTextBytes);
        ChunkRecord record = TestData.Record(1) with { Text = string.Concat(Enumerable.Repeat("0123456789abcdef", length / 16)) };

        await SaveAsync(record);

        Expect.SameRecord(await LoadOneAsync(record.Id), record);
    }

    [Test]
    [Scenario(44)]
    public async Task Composed_and_decomposed_forms_stay_as_they_are()
    {
        ChunkRecord composed = TestData.Record(1) with { Path = "\u00e9.cs", Text = "caf\u00e9" };
        ChunkRecord decomposed = TestData.Record(2) with { Path = "e\u0301.cs", Text = "cafe\u0301" };
        await SaveAsync(composed, decomposed);

        Expect.SameRecords(await LoadAsync(), [composed, decomposed]);
        Expect.SameRecords(await LoadAsync(new RecordFilter { Paths = ["\u00e9.cs"] }), [composed]);
    }

    [Test]
    [Scenario(51)]
    public async Task Paths_that_look_alike_are_different_files()
    {
        string[] paths = ["a/b.cs", "A/b.cs", "a//b.cs", "a/b.cs ", @"a\b.cs", "a/b.cs\0", "a/b.cS"];
        ChunkRecord[] records = [.. paths.Select((path, number) => TestData.Record(number) with { Path = path })];
        await SaveAsync(records);

        foreach (ChunkRecord record in records)
        {
            Expect.SameRecords(await LoadAsync(new RecordFilter { Paths = [record.Path] }), [record]);
        }
    }

    [Test]
    [Scenario(52)]
    public async Task A_path_of_4096_bytes_survives()
    {
        string path = string.Concat(Enumerable.Repeat("folder0/", 511)) + "file0.cs";
        Assume.That(Encoding.UTF8.GetByteCount(path), Is.EqualTo(4096));
        ChunkRecord record = TestData.Record(1) with { Path = path };

        await SaveAsync(record);

        Expect.SameRecords(await LoadAsync(new RecordFilter { Paths = [path] }), [record]);
    }

    [Test]
    [Scenario(53)]
    public async Task Equal_texts_in_one_file_are_two_records()
    {
        ChunkRecord first = TestData.Record(1);
        ChunkRecord second = first with { Id = TestData.Record(2).Id, StartLine = 50, EndLine = 59 };

        await SaveAsync(first, second);

        Expect.SameRecords(await LoadAsync(), [first, second]);
    }

    [TestCase(1, 1)]
    [TestCase(1, int.MaxValue)]
    [TestCase(int.MaxValue - 1, int.MaxValue)]
    [TestCase(16_777_217, 16_777_219)]
    [Scenario(55)]
    public async Task Line_numbers_survive(int startLine, int endLine)
    {
        ChunkRecord record = TestData.Record(1) with { StartLine = startLine, EndLine = endLine };

        await SaveAsync(record);

        Expect.SameRecord(await LoadOneAsync(record.Id), record);
    }

    [Test]
    [Scenario(56)]
    public async Task Hashes_that_look_like_numbers_survive()
    {
        ChunkRecord record = TestData.Record(1) with { FileHash = new string('0', 64), ChunkHash = "00" + new string('1', 60) + "e5" };

        await SaveAsync(record);

        Expect.SameRecord(await LoadOneAsync(record.Id), record);
    }

    [Test]
    [Scenario(112)]
    public async Task Ids_with_extreme_bytes_survive_and_are_found()
    {
        Guid[] ids =
        [
            Guid.Empty, Guid.AllBitsSet, new("00000000-0000-0000-0000-000000000001"), new("01000000-0000-0000-0000-000000000000"),
            new("00ff00ff-00ff-00ff-ff00-ff00ff00ff00"), new("7fffffff-ffff-7fff-bfff-ffffffffffff"),
        ];
        ChunkRecord[] records = [.. ids.Select((id, number) => TestData.Record(number) with { Id = id })];
        await SaveAsync(records);

        Expect.SameRecords(await LoadAsync(RecordFilter.ForIds(ids)), records);
    }

    [Test]
    [Scenario(59, 73)]
    public async Task Vectors_survive_bit_by_bit()
    {
        float[] vector = [0f, -0f, float.Epsilon, -1e-38f, 1e-30f, 0.1f, 0.33333334f, 1f - 6e-8f, MathF.BitDecrement(0.5f), 1e-7f];
        ChunkRecord record = TestData.Record(1) with { Embedding = vector };

        await SaveAsync(record);

        Expect.SameRecord(await LoadOneAsync(record.Id), record);
    }

    [TestCase(1)]
    [TestCase(3)]
    [TestCase(384)]
    [TestCase(1_536)]
    [TestCase(3_072)]
    [Scenario(71)]
    public async Task Vectors_of_every_usual_length_survive_and_are_found(int dimensions)
    {
        ChunkRecord[] records = dimensions == 1
            ? [TestData.Record(1, dimensions: 1) with { Embedding = new[] { 1f } }]
            : TestData.Records(5, dimensions: dimensions);
        await SaveAsync(records);

        IReadOnlyList<SearchHit> hits = await Store.SearchAsync(new VectorQuery { Embedding = records[0].Embedding, Top = 1 });

        Expect.SameRecords(await LoadAsync(), records);
        Assert.That(hits.Single().Record.Id, Is.EqualTo(records[0].Id));
        Assert.That(hits.Single().Score, Is.EqualTo(1).Within(1e-5));
    }

    [Test]
    [Scenario(71)]
    public async Task A_vector_may_be_as_long_as_the_limits_say()
    {
        int dimensions = Math.Min(Store.Limits.MaxDimensions, 8_192);
        ChunkRecord record = TestData.Record(1, dimensions: dimensions);

        await SaveAsync(record);

        Expect.SameRecord(await LoadOneAsync(record.Id), record);
        Assert.That(await Store.SearchAsync(new VectorQuery { Embedding = record.Embedding, Top = 1 }), Has.Count.EqualTo(1));
    }

    [Test]
    [Scenario(57)]
    public async Task The_culture_of_the_process_plays_no_part()
    {
        CultureInfo culture = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        culture.NumberFormat.NumberDecimalSeparator = ",";
        culture.NumberFormat.NegativeSign = "~";
        culture.DateTimeFormat.DateSeparator = "!";
        CultureInfo before = CultureInfo.CurrentCulture;
        ChunkRecord record = TestData.Record(1);
        try
        {
            CultureInfo.CurrentCulture = culture;
            await SaveAsync(record);
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }

        Expect.SameRecord(await LoadOneAsync(record.Id), record);
        Expect.SameMetadata((await Store.GetMetadataAsync()).Single(), TestData.Metadata());
    }
}
