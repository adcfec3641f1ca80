using System.Globalization;

namespace VectorHost.EmbeddingTrainer.Training;

/// <summary>Reads settings from a command line.</summary>
internal static class TrainingSettings
{
    /// <summary>Reads <c>NAME=VALUE</c> settings, in the spelling of the provenance file.</summary>
    /// <param name="settings">The settings.</param>
    /// <returns>The options: what is not set has its default.</returns>
    /// <exception cref="FormatException">A setting is unknown, or its value no number.</exception>
    public static TrainingOptions Parse(IEnumerable<string> settings) => settings.Aggregate(new TrainingOptions(), Apply);

    private static TrainingOptions Apply(TrainingOptions options, string setting)
    {
        (string name, string value) = setting.Split('=') is [var left, var right]
            ? (left, right)
            : throw new FormatException($"'{setting}' is not NAME=VALUE.");
        return name switch
        {
            "dimensions" => options with { Dimensions = Whole(value) },
            "words" => options with { Words = Whole(value) },
            "epochs" => options with { Epochs = Whole(value) },
            "batch_pairs" => options with { BatchPairs = Whole(value) },
            "block_pairs" => options with { BlockPairs = Whole(value) },
            "temperature" => options with { Temperature = Real(value) },
            "learning_rate" => options with { LearningRate = Real(value) },
            "initial_scale" => options with { InitialScale = Real(value) },
            "chunks" => options with { Chunks = Real(value) },
            "code_dropout" => options with { CodeDropout = Real(value) },
            "query_dropout" => options with { QueryDropout = Real(value) },
            "remarks" => options with { Remarks = Real(value) },
            "names" => options with { Names = Real(value) },
            "share" => options with { Share = Real(value) },
            "seed" => options with { Seed = Whole(value) },
            "threads" => options with { Threads = Whole(value) },
            _ => throw new FormatException($"There is no setting '{name}'."),
        };
    }

    private static int Whole(string value) => int.Parse(value, CultureInfo.InvariantCulture);

    private static float Real(string value) => float.Parse(value, CultureInfo.InvariantCulture);
}
