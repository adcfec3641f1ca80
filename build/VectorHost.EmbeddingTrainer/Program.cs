using VectorHost.EmbeddingTrainer;
using VectorHost.EmbeddingTrainer.Corpus;
using VectorHost.EmbeddingTrainer.Mining;
using VectorHost.EmbeddingTrainer.Training;

try
{
    switch (args)
    {
        case ["mine", var list, var corpus, var pairs]:
            await CorpusMiner.MineAsync(RepositoryList.Read(list), corpus, pairs, CancellationToken.None);
            return 0;
        case ["train", var list, var pairs, var output, .. var settings]:
            await TrainCommand.RunAsync(RepositoryList.Read(list), pairs, output, TrainingSettings.Parse(settings), TimeProvider.System);
            return 0;
        case ["try", var list, var pairs, .. var trials]:
            TryCommand.Run(RepositoryList.Read(list), pairs, [.. trials.Select(trial => TrainingSettings.Parse(trial.Split(',')))]);
            return 0;
        default:
            await Console.Error.WriteLineAsync("""
                Trains the embedding model that ships with VectorHost.

                usage: VectorHost.EmbeddingTrainer mine LIST CORPUS PAIRS
                       VectorHost.EmbeddingTrainer train LIST PAIRS FOLDER [SETTING=VALUE]...
                       VectorHost.EmbeddingTrainer try LIST PAIRS SETTING=VALUE[,SETTING=VALUE]...

                LIST names the repositories, CORPUS is the folder that holds them, PAIRS the file of what was mined, FOLDER where
                the model goes. A trial trains with its settings and prints the scores.
                """);
            return 2;
    }
}
catch (Exception exception) when (exception is FormatException or IOException or UnauthorizedAccessException or InvalidDataException)
{
    await Console.Error.WriteLineAsync(exception.Message);
    return 1;
}
