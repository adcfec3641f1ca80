using System.Globalization;
using VectorHost.Indexing.Evaluation;
using VectorHost.Indexing.Pipeline;

namespace VectorHost.Output;

/// <summary>Says what an evaluation is doing: one line for each index and each variant.</summary>
internal sealed class EvaluationProgress(Terminal terminal) : IEvaluationObserver
{
    public async Task FollowIndexingAsync(EvaluationSetup setup, IndexProgress progress, Task run)
    {
        terminal.Note(string.Create(
            CultureInfo.InvariantCulture,
            $"Indexing with {setup.Provider} into {setup.Backend}, {setup.ChunkLength:N0} characters a chunk."));
        await ProgressDisplay.WhenSlow.FollowAsync(terminal, progress, run);
    }

    public void Asked(EvaluationSetup setup, SearchVariant variant, int done, int total)
    {
        if (done == total)
        {
            terminal.Note(string.Create(CultureInfo.InvariantCulture, $"Asked {total:N0} questions: {variant.Name}."));
        }
    }
}
