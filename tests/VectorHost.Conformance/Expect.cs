using System.Runtime.InteropServices;
using VectorHost.Abstractions;

namespace VectorHost.Conformance;

/// <summary>Comparisons that NUnit cannot make by itself.</summary>
public static class Expect
{
    /// <summary>The same records, every field equal and vectors bit by bit, in any order, each once.</summary>
    public static void SameRecords(IEnumerable<ChunkRecord> actual, IEnumerable<ChunkRecord> expected)
    {
        ChunkRecord[] actualById = [.. actual.OrderBy(record => record.Id)];
        ChunkRecord[] expectedById = [.. expected.OrderBy(record => record.Id)];
        Assert.That(actualById.Select(record => record.Id), Is.EqualTo(expectedById.Select(record => record.Id)), "ids");
        foreach ((ChunkRecord actualRecord, ChunkRecord expectedRecord) in actualById.Zip(expectedById))
        {
            SameRecord(actualRecord, expectedRecord);
        }
    }

    /// <summary>The same record, every field equal, the vector bit by bit.</summary>
    public static void SameRecord(ChunkRecord actual, ChunkRecord expected)
    {
        Assert.That(actual with { Embedding = default }, Is.EqualTo(expected with { Embedding = default }));
        Assert.That(Bits(actual), Is.EqualTo(Bits(expected)), "embedding");
    }

    /// <summary>The same hits in the same order, scores to 1e-5.</summary>
    public static void SameHits(IReadOnlyList<SearchHit> actual, IReadOnlyList<SearchHit> expected)
    {
        Assert.That(actual.Select(hit => hit.Record.Id), Is.EqualTo(expected.Select(hit => hit.Record.Id)), "ids");
        Assert.That(actual.Select(hit => hit.Score), Is.EqualTo(expected.Select(hit => hit.Score)).Within(1e-5), "scores");
    }

    /// <summary>Metadata that is equal in every field and entry.</summary>
    public static void SameMetadata(IndexMetadata actual, IndexMetadata expected)
    {
        Assert.That(actual.Entries, Is.EquivalentTo(expected.Entries));
        Assert.That(actual with { Entries = expected.Entries }, Is.EqualTo(expected));
    }

    private static int[] Bits(ChunkRecord record) => MemoryMarshal.Cast<float, int>(record.Embedding.Span).ToArray();
}
