using System.Text.Json;

namespace VectorHost.TestServers.OpenApi;

/// <summary>A method of a path, as a document describes it.</summary>
internal sealed record OpenApiOperation
{
    /// <summary>What all methods of the path share.</summary>
    public required JsonElement Path { get; init; }

    /// <summary>What is said of the method.</summary>
    public required JsonElement Operation { get; init; }

    /// <summary>What the path's placeholders stand for.</summary>
    public required IReadOnlyDictionary<string, string> RouteValues { get; init; }

    /// <summary>The parameters of the path and of the method, not resolved.</summary>
    public IEnumerable<JsonElement> Parameters => ParametersOf(Path).Concat(ParametersOf(Operation));

    private static JsonElement.ArrayEnumerator ParametersOf(JsonElement element) =>
        element.TryGetProperty("parameters", out JsonElement parameters) ? parameters.EnumerateArray() : default;
}
