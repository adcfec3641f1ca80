namespace VectorHost.Indexing.Embedding.Model2Vec;

/// <summary>The files of a model, in any of the layouts that Model2Vec and Sentence Transformers write.</summary>
internal sealed record ModelFolder
{
    private const string Weights = "model.safetensors";
    private const string TokenizerName = "tokenizer.json";

    /// <summary>Where the settings and the model are.</summary>
    private static readonly (string Settings, string Folder)[] Layouts =
    [
        ("config.json", ""),
        ("config_sentence_transformers.json", ""),
        ("config_sentence_transformers.json", "0_StaticEmbedding"),
    ];

    /// <summary>The name of the folder.</summary>
    public required string Name { get; init; }

    /// <summary>The settings.</summary>
    public required string Settings { get; init; }

    /// <summary>The tokenizer.</summary>
    public required string Tokenizer { get; init; }

    /// <summary>The vectors.</summary>
    public required string Vectors { get; init; }

    /// <summary>Finds the files.</summary>
    /// <param name="path">The folder.</param>
    /// <exception cref="EmbeddingException">There is no such folder, or files are missing.</exception>
    public static ModelFolder Find(string path)
    {
        if (!Directory.Exists(path))
        {
            throw Wrong($"There is no model in '{path}': set embedding.model2vec.path to a model's folder, or to the name of a model that 'vectorhost models pull' has fetched.");
        }

        foreach ((string settings, string folder) in Layouts)
        {
            ModelFolder found = new()
            {
                Name = Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(path))),
                Settings = Path.Combine(path, settings),
                Tokenizer = Path.Combine(path, folder, TokenizerName),
                Vectors = Path.Combine(path, folder, Weights),
            };
            if (File.Exists(found.Settings) && File.Exists(found.Tokenizer) && File.Exists(found.Vectors))
            {
                return found;
            }
        }

        throw Wrong($"'{path}' is no static model: it needs config.json, {TokenizerName} and {Weights}.");
    }

    private static EmbeddingException Wrong(string message) => new(EmbeddingFailureKind.InvalidConfiguration, message);
}
