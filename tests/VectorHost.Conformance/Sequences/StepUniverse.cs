using System.Globalization;
using VectorHost.Abstractions;

namespace VectorHost.Conformance.Sequences;

/// <summary>
/// The few values that steps are made of. Few, so that steps meet each other's records; and vectors and questions so
/// chosen once and for all that different scores differ by more than a server's rounding.
/// </summary>
internal static class StepUniverse
{
    /// <summary>How many questions there are.</summary>
    public const int QuestionCount = 10;

    /// <summary>How many records a repository has at the most.</summary>
    public const int RecordCount = 14;

    /// <summary>How many different vectors there are: fewer than records, so that scores tie.</summary>
    public const int VectorCount = 20;

    /// <summary>The repositories.</summary>
    public static IReadOnlyList<string> Repositories { get; } = ["alpha", "beta", "Alpha", "a/l p'h%a"];

    /// <summary>The paths; records of several numbers share one.</summary>
    public static IReadOnlyList<string> Paths { get; } = ["src/a.cs", "src/b.cs", "src2/a.cs", "Src/a.cs", "s_c/a.cs", "docs/\u00fc.md", "a\0b"];

    /// <summary>What paths may begin with.</summary>
    public static IReadOnlyList<string> Prefixes { get; } = ["", "s", "src", "src/", "Src/", "s_c", "s%", "docs/\u00fc", "a\0", "none"];

    /// <summary>A record as it was saved at some time: every field but the id changes with the version.</summary>
    public static ChunkRecord Record(string repository, int number, int version) => TestData.Record(number, repository) with
    {
        Path = Paths[(number + (version / 3)) % Paths.Count],
        StartLine = version + 1,
        EndLine = version + number + 1,
        FileHash = TestData.Hash(string.Create(CultureInfo.InvariantCulture, $"file {version}")),
        Language = version % 2 == 0 ? "csharp" : "",
        Text = version % 5 == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"text {number} {version}"),
        Embedding = TestData.RandomVector(((number * 3) + version) % VectorCount),
    };

    /// <summary>Metadata as it was saved at some time.</summary>
    public static IndexMetadata Metadata(string repository, int version) => TestData.Metadata(repository) with
    {
        State = version % 2 == 0 ? IndexState.Complete : IndexState.Writing,
        RecordCount = version,
        Entries = new Dictionary<string, string> { [$"key {version % 3}"] = version.ToString(CultureInfo.InvariantCulture) },
    };

    /// <summary>A vector to search for.</summary>
    public static float[] Question(int number) => TestData.RandomVector(1_000 + number);

    /// <summary>A filter in words.</summary>
    public static string Describe(RecordFilter filter)
    {
        List<string> parts = [];
        if (filter.Repositories is { } repositories)
        {
            parts.Add($"repositories [{string.Join(", ", repositories)}]");
        }

        if (filter.Paths is { } paths)
        {
            parts.Add($"paths [{string.Join(", ", paths)}]");
        }

        if (filter.PathPrefix is { } prefix)
        {
            parts.Add($"prefix '{prefix}'");
        }

        if (filter.Ids is { } ids)
        {
            parts.Add($"ids [{string.Join(", ", ids)}]");
        }

        return parts.Count == 0 ? "everything" : string.Join(" and ", parts).Replace("\0", "\\0", StringComparison.Ordinal);
    }
}
