using System.Runtime.CompilerServices;
using System.Text.Json;
using VectorHost.Abstractions;

namespace VectorHost.Plugins.Sqlite.Records;

/// <summary>The fields of <see cref="MetadataJson"/> as they are read, in whatever order; those it does not know are skipped.</summary>
internal sealed class MetadataFields
{
    private readonly Dictionary<string, string> _entries = new(StringComparer.Ordinal);
    private string? _repository;
    private string? _root;
    private string? _state;
    private DateTimeOffset? _createdAt;
    private DateTimeOffset? _updatedAt;
    private EmbedderFingerprint? _embedder;
    private string? _chunker;
    private long? _fileCount;
    private long? _recordCount;
    private string? _toolVersion;

    /// <summary>Reads an object, at whose beginning the reader stands, to its end.</summary>
    /// <exception cref="JsonException">It is no object, or not JSON.</exception>
    /// <exception cref="InvalidOperationException">A value is of another kind.</exception>
    /// <exception cref="FormatException">A number or a time is none.</exception>
    public void Read(ref Utf8JsonReader json)
    {
        RequireObject(ref json);
        while (NextName(ref json) is { } name)
        {
            switch (name)
            {
                case "repository": _repository = json.GetString(); break;
                case "root": _root = json.GetString(); break;
                case "state": _state = json.GetString(); break;
                case "created_at": _createdAt = json.GetDateTimeOffset(); break;
                case "updated_at": _updatedAt = json.GetDateTimeOffset(); break;
                case "embedder": _embedder = ReadEmbedder(ref json); break;
                case "chunker": _chunker = json.GetString(); break;
                case "file_count": _fileCount = json.GetInt64(); break;
                case "record_count": _recordCount = json.GetInt64(); break;
                case "tool_version": _toolVersion = json.GetString(); break;
                case "entries": ReadEntries(ref json); break;
                default: json.Skip(); break;
            }
        }
    }

    /// <exception cref="JsonException">A field is missing, or the state is none that this version knows.</exception>
    public IndexMetadata ToMetadata() => new()
    {
        Repository = Required(_repository),
        Root = Required(_root),
        State = _state switch
        {
            "Complete" => IndexState.Complete,
            "Writing" => IndexState.Writing,
            _ => throw new JsonException($"There is no state '{_state}'."),
        },
        CreatedAt = _createdAt ?? throw Missing(nameof(_createdAt)),
        UpdatedAt = _updatedAt ?? throw Missing(nameof(_updatedAt)),
        Embedder = Required(_embedder),
        Chunker = Required(_chunker),
        FileCount = _fileCount ?? throw Missing(nameof(_fileCount)),
        RecordCount = _recordCount ?? throw Missing(nameof(_recordCount)),
        ToolVersion = Required(_toolVersion),
        Entries = _entries.AsReadOnly(),
    };

    private static EmbedderFingerprint ReadEmbedder(ref Utf8JsonReader json)
    {
        string? provider = null;
        string? model = null;
        string? normalization = null;
        int? dimensions = null;
        RequireObject(ref json);
        while (NextName(ref json) is { } name)
        {
            switch (name)
            {
                case "provider": provider = json.GetString(); break;
                case "model": model = json.GetString(); break;
                case "dimensions": dimensions = json.GetInt32(); break;
                case "normalization": normalization = json.GetString(); break;
                default: json.Skip(); break;
            }
        }

        return new EmbedderFingerprint
        {
            Provider = Required(provider),
            Model = Required(model),
            Dimensions = dimensions ?? throw Missing(nameof(dimensions)),
            Normalization = Required(normalization),
        };
    }

    private void ReadEntries(ref Utf8JsonReader json)
    {
        RequireObject(ref json);
        while (NextName(ref json) is { } name)
        {
            _entries[name] = Required(json.GetString(), name);
        }
    }

    private static void RequireObject(ref Utf8JsonReader json)
    {
        if (json.TokenType != JsonTokenType.StartObject)
        {
            throw new JsonException($"An object is expected, not {json.TokenType}.");
        }
    }

    /// <summary>Goes on to a field's value.</summary>
    /// <returns>The field's name; <see langword="null"/> at the end of the object.</returns>
    private static string? NextName(ref Utf8JsonReader json)
    {
        json.Read();
        if (json.TokenType == JsonTokenType.EndObject)
        {
            return null;
        }

        string? name = json.GetString();
        json.Read();
        return name;
    }

    private static T Required<T>(T? value, [CallerArgumentExpression(nameof(value))] string field = "")
        where T : class =>
        value ?? throw Missing(field);

    private static JsonException Missing(string field) => new($"The field '{field.TrimStart('_')}' is missing.");
}
