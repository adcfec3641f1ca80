using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;

namespace VectorHost.Indexing.Embedding.Models;

/// <summary>A model on a hub: <c>OWNER/NAME</c>, or <c>OWNER/NAME@REVISION</c>.</summary>
public sealed partial record ModelName
{
    private const string DefaultRevision = "main";

    private ModelName(string owner, string name, string revision)
    {
        Owner = owner;
        Name = name;
        Revision = revision;
    }

    /// <summary>Whose it is.</summary>
    public string Owner { get; }

    /// <summary>What it is called there.</summary>
    public string Name { get; }

    /// <summary>A branch, a tag or a commit; <c>main</c> unless given.</summary>
    public string Revision { get; }

    /// <summary>Reads a name.</summary>
    /// <param name="text">What the user wrote.</param>
    /// <param name="name">The name, where it is one.</param>
    public static bool TryParse(string text, [NotNullWhen(true)] out ModelName? name)
    {
        ArgumentNullException.ThrowIfNull(text);
        Match match = Pattern().Match(text);
        name = match.Success
            ? new ModelName(match.Groups["owner"].Value, match.Groups["name"].Value, match.Groups["revision"] is { Success: true } revision ? revision.Value : DefaultRevision)
            : null;
        return name is not null;
    }

    /// <summary>The name as it is written, without the usual revision.</summary>
    public override string ToString() => Revision == DefaultRevision ? $"{Owner}/{Name}" : $"{Owner}/{Name}@{Revision}";

    /// <summary>Each part begins with a letter or digit: none is hidden, or leads out of a folder.</summary>
    [GeneratedRegex(
        @"\A(?<owner>[A-Za-z0-9][A-Za-z0-9._-]{0,95})/(?<name>[A-Za-z0-9][A-Za-z0-9._-]{0,95})(@(?<revision>[A-Za-z0-9][A-Za-z0-9._-]{0,95}))?\z",
        RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Pattern();
}
