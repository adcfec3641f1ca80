using VectorHost.Abstractions;
using VectorHost.Indexing.Embedding;

namespace VectorHost.Session;

/// <summary>The embedder that the configuration asks for, as far as it can be told without its server.</summary>
internal sealed record ConfiguredEmbedder
{
    /// <summary>The provider; <see langword="null"/> where not even that can be read.</summary>
    public string? Provider { get; init; }

    /// <summary>The model; <see langword="null"/> where it cannot be used.</summary>
    public string? Model { get; init; }

    /// <summary>The length of the vectors; <see langword="null"/> where only the server knows.</summary>
    public int? Dimensions { get; init; }

    /// <summary>Why it cannot be used; <see langword="null"/> where it can.</summary>
    public string? Problem { get; init; }

    /// <summary>Describes an embedder that can be used.</summary>
    public static ConfiguredEmbedder Of(EmbedderProfile profile) =>
        new() { Provider = profile.Provider, Model = profile.Model, Dimensions = profile.Dimensions };

    /// <summary>Says what is wrong with it, for an index made with another.</summary>
    /// <param name="index">What the index was made with; <see langword="null"/> for no index.</param>
    /// <returns>What is wrong and what to do, or <see langword="null"/>.</returns>
    public string? ProblemWith(EmbedderFingerprint? index)
    {
        if (Problem is not null || index is null || Matches(index))
        {
            return Problem;
        }

        return "The index was made with another embedder: run 'vectorhost index --full' to make it anew, or set embedding.provider and its model back.";
    }

    /// <summary>As <see cref="EmbedderFingerprint.ToString"/> shows it.</summary>
    public override string ToString() => Dimensions is null ? $"{Provider}/{Model}" : $"{Provider}/{Model} ({Dimensions} dimensions)";

    private bool Matches(EmbedderFingerprint index) =>
        index.Provider == Provider && index.Model == Model && (Dimensions is null || Dimensions == index.Dimensions);
}
