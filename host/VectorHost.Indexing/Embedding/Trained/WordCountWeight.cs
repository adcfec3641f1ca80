namespace VectorHost.Indexing.Embedding.Trained;

/// <summary>
/// How much a word counts that occurs several times in a text: 1 + ln n, so that the tenth occurrence says less than the
/// first.
/// </summary>
internal static class WordCountWeight
{
    /// <summary>Rounds away what logarithms of different machines differ by.</summary>
    private const double Grain = 1 << 12;

    private static readonly float[] Table = ComputeTable();

    /// <summary>The weight of a word.</summary>
    /// <param name="count">How often it occurs: 1 or more.</param>
    public static float Of(int count) => count < Table.Length ? Table[count] : Compute(count);

    private static float[] ComputeTable()
    {
        float[] table = new float[256];
        for (int count = 0; count < table.Length; count++)
        {
            table[count] = Compute(count);
        }

        return table;
    }

    private static float Compute(int count) => (float)(Math.Round((1 + Math.Log(Math.Max(count, 1))) * Grain) / Grain);
}
