using System.Text.Json;
using VectorHost.TestServers.Http;

namespace VectorHost.TestServers.OpenApi;

/// <summary>A vendor's description of its API: OpenAPI 3.x, in JSON or YAML.</summary>
public sealed class OpenApiDocument
{
    private readonly JsonElement _root;
    private readonly List<(RouteTemplate Template, JsonElement Path)> _paths;

    private OpenApiDocument(JsonElement root)
    {
        _root = root;
        _paths =
        [
            .. root.GetProperty("paths").EnumerateObject()
                .Select(path => (Template: new RouteTemplate(path.Name), path.Value))
                .OrderBy(path => path.Template.PlaceholderCount),
        ];
    }

    /// <summary>Reads a document.</summary>
    /// <param name="file">A file that ends in <c>.json</c>, <c>.yaml</c> or <c>.yml</c>.</param>
    public static OpenApiDocument Load(string file)
    {
        string text = File.ReadAllText(file);
        return Parse(Path.GetExtension(file) == ".json" ? text : YamlToJson.Convert(text));
    }

    /// <summary>Reads a document.</summary>
    /// <param name="json">The document in JSON.</param>
    public static OpenApiDocument Parse(string json) => new(JsonElement.Parse(json));

    /// <summary>Finds what the document says of a method and a path.</summary>
    /// <param name="method">The method in capitals.</param>
    /// <param name="path">The path as it is sent.</param>
    internal OpenApiOperation? FindOperation(string method, string path)
    {
        foreach ((RouteTemplate template, JsonElement item) in _paths)
        {
            if (template.TryMatch(path, out IReadOnlyDictionary<string, string>? values)
                && item.TryGetProperty(method.ToLowerInvariant(), out JsonElement operation))
            {
                return new OpenApiOperation { Path = item, Operation = operation, RouteValues = values };
            }
        }

        return null;
    }

    /// <summary>Follows <c>$ref</c> until there is none.</summary>
    internal JsonElement Resolve(JsonElement element)
    {
        while (element.ValueKind is JsonValueKind.Object && element.TryGetProperty("$ref", out JsonElement reference))
        {
            element = Find(reference.GetString()!);
        }

        return element;
    }

    private JsonElement Find(string reference)
    {
        JsonElement found = _root;
        foreach (string part in reference.Split('/').Skip(1))
        {
            found = found.GetProperty(part.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal));
        }

        return found;
    }
}
