using System.CommandLine;

namespace VectorHost.Commands.Moving;

/// <summary>What the commands that write an index have in common.</summary>
internal static class MoveOptions
{
    public static Option<bool> Replace() =>
        new("--replace") { Description = "Delete what the store holds of the repository first, if it is something else." };

    public static Argument<string> File(string description) => FileArgument.Create("FILE", description);
}
