namespace VectorHost.TestServers.Pinecone;

/// <summary>Scores as the service gives them: float32, and a little off, since it compresses vectors.</summary>
internal static class PineconeScores
{
    /// <summary>How near a record is; higher is nearer for every metric.</summary>
    /// <param name="metric">The index's metric.</param>
    /// <param name="query">The vector that was asked with.</param>
    /// <param name="record">The record.</param>
    /// <param name="error">How far the score may be off; always the same for the same record.</param>
    public static float Score(string metric, float[] query, PineconeRecord record, float error)
    {
        double product = 0;
        double distance = 0;
        double queryLength = 0;
        double length = 0;
        for (int i = 0; i < query.Length; i++)
        {
            product += (double)query[i] * record.Values[i];
            distance += Math.Pow(query[i] - record.Values[i], 2);
            queryLength += (double)query[i] * query[i];
            length += (double)record.Values[i] * record.Values[i];
        }

        double exact = metric switch
        {
            "cosine" => product / Math.Sqrt(queryLength * length),
            "dotproduct" => product,
            _ => -distance,
        };

        // Of the id, so that neighbours differ and repetitions do not.
        int hash = record.Id.Aggregate(17, (sum, character) => unchecked((sum * 31) + character));
        return (float)(exact + (error * ((hash & 0xFF) - 127.5) / 127.5));
    }
}
