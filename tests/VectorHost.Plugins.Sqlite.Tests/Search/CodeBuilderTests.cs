using System.Runtime.InteropServices;
using VectorHost.Plugins.Sqlite.Search;
using VectorHost.Plugins.Sqlite.Search.Codes;
using VectorHost.Plugins.Sqlite.Search.Codes.Binary;
using VectorHost.Plugins.Sqlite.Search.Files;
using VectorHost.TestSupport;

namespace VectorHost.Plugins.Sqlite.Tests.Search;

/// <summary>Codes are the same wherever they are made.</summary>
[TestFixture]
public sealed class CodeBuilderTests
{
    [Test]
    public void A_file_holds_byte_for_byte_what_is_made_in_memory(
        [Values(1, 31, 1_024, 1_025, 3_000)] int count, [Values(3, 64, 100, 257)] int dimensions, [Values(BitForm.None, BitForm.Plain, BitForm.Centered)] object bitForm)
    {
        using TemporaryFolder folder = new();
        float[][] vectors = RandomVectors.Clustered(count, dimensions, seed: 9);
        CodeLayout layout = new(count, dimensions, (BitForm)bitForm);
        SearchScope scope = new(1, "r", 2, dimensions);
        using CodeMemory memory = new(layout);
        using CodeImage made = memory.ToImage(Fill(memory));

        CodeFileWriter.Write(folder.At("codes"), scope, layout, Fill);

        using CodeImage written = CodeFileReader.TryOpen(folder.At("codes"), scope)!;
        Assert.That(written.LargestNorm, Is.EqualTo(made.LargestNorm).And.GreaterThan(0));
        Assert.That(written.Vector(count - 1).SequenceEqual(vectors[^1]), Is.True);
        for (long offset = 0; offset < layout.Length; offset += PageChecks.PageBytes)
        {
            // Reading checks the page, so that each has its checksum.
            Assert.That(written.Bytes(offset, PageChecks.PageBytes).SequenceEqual(made.Bytes(offset, PageChecks.PageBytes)), Is.True, $"at {offset}");
        }

        float Fill(CodeTarget target)
        {
            CodeBuilder builder = new(layout, target);
            for (int row = 0; row < count; row++)
            {
                vectors[row].CopyTo(builder.Add(row + 10, IdOf(row)));
            }

            return builder.Complete(CancellationToken.None);
        }
    }

    [Test]
    public void Fewer_rows_than_there_was_to_be_are_refused()
    {
        CodeLayout layout = new(2, 4, BitForm.None);
        using CodeMemory memory = new(layout);
        CodeBuilder builder = new(layout, memory);
        builder.Add(1, IdOf(1)).Fill(1);

        Assert.That(() => builder.Complete(CancellationToken.None), Throws.InvalidOperationException.With.Message.Contains("1 of 2"));
    }

    [Test]
    public void A_target_that_fails_says_so_itself()
    {
        const int Rows = 3_000;
        CodeLayout layout = new(Rows, 4, BitForm.None);
        using CodeMemory memory = new(layout);
        CodeBuilder builder = new(layout, new FullDisk(memory, layout.Levels));
        for (int row = 0; row < Rows; row++)
        {
            builder.Add(row, IdOf(row)).Fill(1);
        }

        Assert.That(() => builder.Complete(CancellationToken.None), Throws.InstanceOf<IOException>());
    }

    private static Guid IdOf(int row) => new(MemoryMarshal.AsBytes<int>([row, 1, 2, 3]));

    /// <summary>Takes no levels.</summary>
    private sealed class FullDisk(CodeTarget target, long levels) : CodeTarget
    {
        public override void Write(long offset, ReadOnlySpan<byte> bytes)
        {
            if (offset == levels)
            {
                throw new IOException("No space left.");
            }

            target.Write(offset, bytes);
        }

        public override void Read(long offset, Span<byte> bytes) => target.Read(offset, bytes);
    }
}
