namespace VectorHost.TestServers.Qdrant;

/// <summary>What Qdrant computes for each distance.</summary>
internal static class DoubleDistance
{
    public static bool IsKnown(string? name) => name is "Cosine" or "Dot" or "Euclid" or "Manhattan";

    /// <summary>Whether a larger score is a better one.</summary>
    public static bool IsSimilarity(string name) => name is "Cosine" or "Dot";

    /// <summary>What is stored: Cosine scales to length 1, unless the length is 1 already, or 0.</summary>
    public static float[] Stored(string name, float[] vector)
    {
        if (name != "Cosine")
        {
            return vector;
        }

        float squared = 0;
        foreach (float number in vector)
        {
            squared += number * number;
        }

        if (squared < float.Epsilon || Math.Abs(squared - 1) <= 1e-6f)
        {
            return vector;
        }

        float length = MathF.Sqrt(squared);
        return [.. vector.Select(number => number / length)];
    }

    public static float Score(string name, float[] query, float[] stored)
    {
        float sum = 0;
        for (int i = 0; i < query.Length; i++)
        {
            float difference = query[i] - stored[i];
            sum += name switch
            {
                "Euclid" => difference * difference,
                "Manhattan" => Math.Abs(difference),
                _ => query[i] * stored[i],
            };
        }

        return name == "Euclid" ? MathF.Sqrt(sum) : sum;
    }
}
