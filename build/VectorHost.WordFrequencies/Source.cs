namespace VectorHost.WordFrequencies;

/// <summary>A folder of source code, and what is recorded of where it came from.</summary>
internal sealed record Source
{
    /// <summary>The project's name.</summary>
    public required string Name { get; init; }

    /// <summary>The commit or version that was read.</summary>
    public required string Revision { get; init; }

    /// <summary>The licence, by its SPDX name.</summary>
    public required string Licence { get; init; }

    /// <summary>Where the files are.</summary>
    public required string Folder { get; init; }

    /// <summary>Reads <c>NAME,REVISION,LICENCE,FOLDER</c>.</summary>
    /// <param name="text">The argument; commas in the folder's path are fine.</param>
    /// <exception cref="FormatException">A part is missing.</exception>
    public static Source Parse(string text) =>
        text.Split(',', 4) is [{ Length: > 0 } name, { Length: > 0 } revision, { Length: > 0 } licence, { Length: > 0 } folder]
            ? new() { Name = name, Revision = revision, Licence = licence, Folder = folder }
            : throw new FormatException($"'{text}' is not NAME,REVISION,LICENCE,FOLDER.");
}
