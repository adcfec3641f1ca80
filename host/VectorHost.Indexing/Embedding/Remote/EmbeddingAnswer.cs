namespace VectorHost.Indexing.Embedding.Remote;

/// <summary>The part of an answer of <c>/embeddings</c> that is read.</summary>
internal sealed record EmbeddingAnswer
{
    /// <summary>One item for each text, in any order.</summary>
    public IReadOnlyList<EmbeddingAnswerItem>? Data { get; init; }

    /// <summary>The vectors in the order of the texts.</summary>
    /// <param name="count">How many texts there were.</param>
    /// <returns>The vectors; <see langword="null"/> if they are not exactly one for each text.</returns>
    public float[][]? InOrder(int count)
    {
        if (Data?.Count != count)
        {
            return null;
        }

        float[]?[] vectors = new float[]?[count];
        for (int i = 0; i < count; i++)
        {
            // Some servers leave the index out: then the order is the texts'.
            int index = Data[i]?.Index ?? i;
            if (index < 0 || index >= count || vectors[index] is not null || Data[i]?.Embedding is not { } vector)
            {
                return null;
            }

            vectors[index] = vector;
        }

        return vectors!;
    }
}
