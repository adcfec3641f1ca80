using System.Diagnostics;

namespace VectorHost.Indexing.Repositories;

/// <summary>Names of skip reasons for people.</summary>
public static class SkipReasonExtensions
{
    /// <summary>The reason in a word or two, to stand behind a count: <c>3 too large</c>.</summary>
    /// <param name="reason">The reason.</param>
    public static string DisplayName(this SkipReason reason) => reason switch
    {
        SkipReason.Ignored => "ignored",
        SkipReason.Excluded => "excluded",
        SkipReason.VersionControl => "version control",
        SkipReason.ToolFolder => "tool folders",
        SkipReason.Link => "links",
        SkipReason.TooLarge => "too large",
        SkipReason.Empty => "empty",
        SkipReason.Binary => "binary",
        SkipReason.Generated => "generated",
        SkipReason.Minified => "minified",
        SkipReason.LockFile => "lock files",
        SkipReason.Unreadable => "unreadable",
        SkipReason.NotAFile => "not files",
        SkipReason.UnreadableName => "unreadable names",
        _ => throw new UnreachableException($"The skip reason {reason} has no name."),
    };
}
