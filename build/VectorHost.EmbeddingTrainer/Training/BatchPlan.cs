using VectorHost.EmbeddingTrainer.Encoding;
using VectorHost.EmbeddingTrainer.Mining;

namespace VectorHost.EmbeddingTrainer.Training;

/// <summary>Deals pairs out to batches: blocks of one repository's pairs, so that each has wrong answers that are hard to tell.</summary>
internal static class BatchPlan
{
    /// <summary>The batches of an epoch; what does not fill a block or a batch waits for another epoch.</summary>
    /// <param name="pairs">All pairs, those of a repository in a row.</param>
    /// <param name="options">The settings.</param>
    /// <param name="noise">Chance.</param>
    public static IEnumerable<EncodedPair[]> Deal(IReadOnlyList<EncodedPair> pairs, TrainingOptions options, Noise noise)
    {
        List<EncodedPair[]> blocks = [];
        foreach (IGrouping<string, EncodedPair> repository in pairs.GroupBy(pair => pair.Repository, StringComparer.Ordinal))
        {
            EncodedPair[] chosen = [.. repository.Where(pair => noise.NextShare() < ShareOf(pair.Kind, options))];
            noise.Shuffle<EncodedPair>(chosen);
            blocks.AddRange(chosen.Chunk(options.BlockPairs).Where(block => block.Length == options.BlockPairs));
        }

        EncodedPair[][] shuffled = [.. blocks];
        noise.Shuffle<EncodedPair[]>(shuffled);
        int blocksOfBatch = options.BatchPairs / options.BlockPairs;
        return shuffled.Chunk(blocksOfBatch).Where(batch => batch.Length == blocksOfBatch).Select(batch => batch.SelectMany(block => block).ToArray());
    }

    private static double ShareOf(PairKind kind, TrainingOptions options) => options.Share * kind switch
    {
        PairKind.Remark => options.Remarks,
        PairKind.Name => options.Names,
        _ => 1,
    };
}
