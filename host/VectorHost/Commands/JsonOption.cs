using System.CommandLine;

namespace VectorHost.Commands;

/// <summary>Asks for one JSON document on standard output instead of text.</summary>
internal static class JsonOption
{
    public static Option<bool> Create() => new("--json") { Description = "Print one JSON document, as the README describes it." };
}
