namespace VectorHost.Configuration;

/// <summary>A key that the host owns.</summary>
/// <param name="Path">Its name, with dots, such as <c>vector_store.backend</c>.</param>
/// <param name="Kind">What its value is.</param>
/// <param name="Default">The built-in value as it would stand in the file, or <see langword="null"/>.</param>
/// <param name="Description">One line for the user.</param>
internal sealed record ConfigurationKey(string Path, ConfigurationValueKind Kind, string? Default, string Description)
{
    /// <summary>
    /// Whether a repository's own file may set it. What would let a repository run code on, or write files to, the
    /// machine of whoever indexes it may not.
    /// </summary>
    public bool FromRepository { get; init; } = true;
}
