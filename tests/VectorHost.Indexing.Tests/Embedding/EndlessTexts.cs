using Microsoft.Extensions.AI;

namespace VectorHost.Indexing.Tests.Embedding;

/// <summary>Texts that only a cancellation ends.</summary>
internal static class EndlessTexts
{
    /// <summary>Cancels while the third text is asked for: there must be no fourth.</summary>
    public static void AssertCancellingEnds(IEmbeddingGenerator<string, Embedding<float>> generator)
    {
        using CancellationTokenSource cancellation = new();
        int asked = 0;
        IEnumerable<string> Texts()
        {
            while (true)
            {
                asked++;
                if (asked == 3)
                {
                    cancellation.Cancel();
                }

                yield return "return cache.Find(key) ?? Load(key);";
            }
        }

        Assert.That(() => generator.GenerateAsync(Texts(), cancellationToken: cancellation.Token), Throws.InstanceOf<OperationCanceledException>());
        Assert.That(asked, Is.EqualTo(3));
    }
}
