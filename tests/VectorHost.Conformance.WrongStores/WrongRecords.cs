using VectorHost.Abstractions;

namespace VectorHost.Conformance.WrongStores;

/// <summary>Stores that do not keep records as they are.</summary>
internal static class WrongRecords
{
    public static IReadOnlyList<WrongStore> All { get; } =
    [
        Changing("loses_the_language", static record => record with { Language = "" }, "A_saved_record_comes_back_equal_in_every_field"),
        Changing("loses_bits_of_vectors", static record => record with { Embedding = Rounded(record.Embedding) }, "Vectors_survive_bit_by_bit"),
        Changing("trims_texts", static record => record with { Text = record.Text!.Trim() }, "A_text_survives"),
        Changing("ends_texts_at_NUL", static record => record with { Text = record.Text!.Split('\0')[0] }, "A_text_survives"),
        Changing("has_one_kind_of_line_end", static record => record with { Text = record.Text!.ReplaceLineEndings("\n") }, "A_text_survives"),
        Changing("takes_an_empty_text_for_none", static record => record with { Text = record.Text!.Length == 0 ? null : record.Text }, "A_text_survives"),
        Changing("cuts_long_texts", static record => record with { Text = record.Text![..Math.Min(65_535, record.Text!.Length)] }, "A_long_text_survives"),
        Changing("normalises_characters", static record => record with { Path = Composed(record.Path), Text = Composed(record.Text!) }, "Composed_and_decomposed_forms_stay_as_they_are"),
        Changing("cleans_paths", static record => record with { Path = record.Path.Replace("//", "/", StringComparison.Ordinal) }, "Paths_that_look_alike_are_different_files"),
        Changing("cuts_long_paths", static record => record with { Path = record.Path[..Math.Min(1_024, record.Path.Length)] }, "A_path_of_4096_bytes_survives"),
        Changing("keeps_lines_as_single_precision", static record => record with { StartLine = (int)(float)record.StartLine, EndLine = (int)(float)record.EndLine }, "Line_numbers_survive"),
        Changing("takes_hashes_for_numbers", static record => record with { FileHash = record.FileHash.TrimStart('0') }, "Hashes_that_look_like_numbers_survive"),
    ];

    private static WrongStore Changing(string mistake, Func<ChunkRecord, ChunkRecord> change, string foundBy) =>
        new(mistake, right => new ChangingStore(right, change), foundBy);

    /// <summary>Of one character, which is enough; the tests' culture knows no other normalisation.</summary>
    private static string Composed(string text) => text.Replace("e\u0301", "\u00e9", StringComparison.Ordinal);

    private static float[] Rounded(ReadOnlyMemory<float> vector) => [.. vector.ToArray().Select(number => (float)(Half)number)];

    private sealed class ChangingStore(IVectorStore right, Func<ChunkRecord, ChunkRecord> change) : DelegatingStore(right)
    {
        public override Task SaveAsync(IReadOnlyList<ChunkRecord> records, IndexMetadata metadata, CancellationToken cancellationToken = default) =>
            Right.SaveAsync([.. records.Select(change)], metadata, cancellationToken);
    }
}
