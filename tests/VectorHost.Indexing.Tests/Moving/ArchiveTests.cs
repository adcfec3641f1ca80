using System.IO.Compression;
using System.Text;
using VectorHost.Abstractions;
using VectorHost.Indexing.Moving;
using VectorHost.TestSupport;

namespace VectorHost.Indexing.Tests.Moving;

public sealed class ArchiveTests
{
    private TemporaryFolder _folder = null!;

    private string File => _folder.At("code.jsonl.gz");

    [SetUp]
    public void MakeAFolder() => _folder = new TemporaryFolder();

    [TearDown]
    public void DeleteTheFolder() => _folder.Dispose();

    [Test]
    public async Task What_is_exported_can_be_imported_bit_by_bit()
    {
        InMemoryVectorStore source = await FilledStore.CreateAsync();
        InMemoryVectorStore target = new();
        MoveSummary exported = await ExportAsync(source, File);

        MoveSummary imported = await ImportAsync(target);

        Assert.That(imported.Digest, Is.EqualTo(exported.Digest).And.EqualTo(await RecordMoverTests.DigestOfAsync(source)));
        Assert.That(await RecordMoverTests.DigestOfAsync(target), Is.EqualTo(exported.Digest));
        Assert.That((await target.GetMetadataAsync()).Single().Entries, Is.EquivalentTo((await source.GetMetadataAsync()).Single().Entries));
    }

    [Test]
    public async Task The_same_records_give_the_same_bytes_in_whatever_order_the_store_has_them()
    {
        await ExportAsync(await FilledStore.CreateAsync(), File);
        InMemoryVectorStore other = new();
        await other.SaveAsync([.. Enumerable.Range(1, 120).Reverse().Select(FilledStore.Record)], FilledStore.Metadata(120));

        await ExportAsync(other, _folder.At("again.jsonl.gz"));

        Assert.That(await System.IO.File.ReadAllBytesAsync(_folder.At("again.jsonl.gz")), Is.EqualTo(await System.IO.File.ReadAllBytesAsync(File)));
    }

    [Test]
    public async Task Filters_of_a_store_that_takes_few_values_are_kept_small()
    {
        InMemoryVectorStore source = new() { Limits = new StoreLimits { MaxBatchRecords = 500, MaxFilterValues = 7 } };
        await RecordMoverTests.MoveAsync(await FilledStore.CreateAsync(), source);

        Assert.That((await ExportAsync(source, File)).Records, Is.EqualTo(120));
    }

    [Test]
    public async Task An_export_that_fails_leaves_the_file_as_it_was()
    {
        await System.IO.File.WriteAllTextAsync(File, "precious");
        InMemoryVectorStore source = await FilledStore.CreateAsync(state: IndexState.Writing);

        Assert.That(async () => await ExportAsync(source, File), Throws.TypeOf<MoveException>());
        Assert.That(await System.IO.File.ReadAllTextAsync(File), Is.EqualTo("precious"));
        Assert.That(Directory.GetFiles(_folder.Path), Has.Length.EqualTo(1));
    }

    [Test]
    public async Task A_file_that_was_cut_off_is_refused_and_nothing_written()
    {
        await ExportAsync(await FilledStore.CreateAsync(), File);
        byte[] bytes = await System.IO.File.ReadAllBytesAsync(File);
        await System.IO.File.WriteAllBytesAsync(File, bytes[..(bytes.Length / 2)]);

        AssertRefused("damaged");
    }

    [Test]
    public async Task A_file_without_its_last_line_is_refused()
    {
        await ExportAsync(await FilledStore.CreateAsync(), File);
        ChangeLines(lines => lines.RemoveAt(lines.Count - 1));

        AssertRefused("cut off");
    }

    [Test]
    public async Task A_file_with_a_byte_changed_is_refused_and_nothing_written()
    {
        await ExportAsync(await FilledStore.CreateAsync(), File);
        byte[] bytes = await System.IO.File.ReadAllBytesAsync(File);
        bytes[bytes.Length / 2] ^= 0x10;
        await System.IO.File.WriteAllBytesAsync(File, bytes);

        AssertRefused("damaged");
    }

    [Test]
    public async Task Lines_that_do_not_belong_together_are_refused()
    {
        await ExportAsync(await FilledStore.CreateAsync(), File);
        ChangeLines(lines => lines.RemoveAt(3));

        AssertRefused("its last line speaks of 120 records");
    }

    [Test]
    public async Task A_record_with_a_field_missing_is_refused_by_its_line()
    {
        await ExportAsync(await FilledStore.CreateAsync(), File);
        ChangeLines(lines => lines[4] = lines[4].Replace("\"path\"", "\"pfad\"", StringComparison.Ordinal));

        AssertRefused("line 5");
    }

    [Test]
    public async Task A_line_that_fills_the_memory_is_refused_by_its_number()
    {
        await ExportAsync(await FilledStore.CreateAsync(), File);
        ChangeLines(lines => lines[4] = new string(' ', 20_000_000) + lines[4]);

        AssertRefused("line 5: it is longer than any line of an export");
    }

    [TestCase("writing")]
    [TestCase("abandoned")]
    public async Task An_index_that_was_never_completed_is_refused(string state)
    {
        await ExportAsync(await FilledStore.CreateAsync(), File);
        ChangeLines(lines => lines[0] = lines[0].Replace("\"complete\"", $"\"{state}\"", StringComparison.Ordinal));

        AssertRefused("line 1");
    }

    [Test]
    public async Task A_newer_format_is_refused_with_both_versions()
    {
        await ExportAsync(await FilledStore.CreateAsync(), File);
        ChangeLines(lines => lines[0] = lines[0].Replace("\"version\":1", "\"version\":2", StringComparison.Ordinal));

        AssertRefused("version 2 of the format; this program reads version 1");
    }

    [Test]
    public async Task Any_other_file_is_refused()
    {
        await System.IO.File.WriteAllTextAsync(File, "hello");

        AssertRefused("is not an export of VectorHost");
    }

    [Test]
    public void A_file_that_is_not_there_is_named() =>
        Assert.That(async () => await ImportAsync(new InMemoryVectorStore()), Throws.TypeOf<MoveException>().With.Message.Contains(File));

    private void AssertRefused(string named)
    {
        InMemoryVectorStore target = new();

        Assert.That(async () => await ImportAsync(target), Throws.TypeOf<MoveException>().With.Message.Contains(named));
        Assert.That(target.SaveCount, Is.Zero);
    }

    private void ChangeLines(Action<List<string>> change)
    {
        List<string> lines;
        using (StreamReader reader = new(new GZipStream(System.IO.File.OpenRead(File), CompressionMode.Decompress)))
        {
            lines = [.. reader.ReadToEnd().TrimEnd('\n').Split('\n')];
        }

        change(lines);
        using GZipStream writer = new(System.IO.File.Create(File), CompressionLevel.Fastest);
        writer.Write(Encoding.UTF8.GetBytes(string.Join('\n', lines) + "\n"));
    }

    private static Task<MoveSummary> ExportAsync(IVectorStore store, string file) =>
        new RecordExport(store, "source", TimeProvider.System).WriteAsync(FilledStore.Repository, file, new MoveProgress(), CancellationToken.None);

    private Task<MoveSummary> ImportAsync(IVectorStore store) =>
        new RecordMover(store, "target", TimeProvider.System).MoveAsync(new ArchivedRecords(File), replace: false, new MoveProgress(), CancellationToken.None);
}
