using System.Globalization;
using System.Runtime.CompilerServices;
using VectorHost.Abstractions;
using VectorHost.Plugins.Sqlite.Database;

namespace VectorHost.Plugins.Sqlite.Records;

/// <summary>
/// The fields of <see cref="MetadataJson"/> as they are read, in whatever order; those it does not know are skipped.
/// </summary>
/// <remarks>
/// SQLite itself takes the document apart: a reader of the framework has code of its own compiled before it reads the first
/// byte, which costs a search from the command line more than the rest of its work in this store.
/// </remarks>
internal sealed class MetadataFields
{
    /// <summary>The columns that <see cref="Read"/> wants, of the function <c>json_tree</c> as <c>field</c>.</summary>
    public const string Columns = "field.parent IS NULL, field.path, field.key, field.type, field.atom";

    private const string Top = "$";

    private readonly Dictionary<string, string> _entries = new(StringComparer.Ordinal);
    private string? _repository;
    private string? _root;
    private string? _state;
    private DateTimeOffset? _createdAt;
    private DateTimeOffset? _updatedAt;
    private string? _provider;
    private string? _model;
    private int? _dimensions;
    private string? _normalization;
    private string? _chunker;
    private long? _fileCount;
    private long? _recordCount;
    private string? _toolVersion;

    /// <summary>Reads a field.</summary>
    /// <param name="row">A row of <see cref="Columns"/>.</param>
    /// <param name="first">The first of them.</param>
    /// <exception cref="FormatException">A value is of another kind.</exception>
    public void Read(SqliteStatement row, int first)
    {
        Field field = new(row, first);
        if (field.IsDocument)
        {
            field.RequireObject();
            return;
        }

        switch (field.Path)
        {
            case Top: ReadOwn(field); break;
            case "$.embedder": ReadEmbedder(field); break;
            case "$.entries": _entries[field.Name] = field.GetText(); break;
            default: break;
        }
    }

    /// <exception cref="FormatException">A field is missing, or the state is none that this version knows.</exception>
    public IndexMetadata ToMetadata() => new()
    {
        Repository = Required(_repository),
        Root = Required(_root),
        State = _state switch
        {
            "Complete" => IndexState.Complete,
            "Writing" => IndexState.Writing,
            _ => throw new FormatException($"There is no state '{_state}'."),
        },
        CreatedAt = _createdAt ?? throw Missing(nameof(_createdAt)),
        UpdatedAt = _updatedAt ?? throw Missing(nameof(_updatedAt)),
        Embedder = new EmbedderFingerprint
        {
            Provider = Required(_provider),
            Model = Required(_model),
            Dimensions = _dimensions ?? throw Missing(nameof(_dimensions)),
            Normalization = Required(_normalization),
        },
        Chunker = Required(_chunker),
        FileCount = _fileCount ?? throw Missing(nameof(_fileCount)),
        RecordCount = _recordCount ?? throw Missing(nameof(_recordCount)),
        ToolVersion = Required(_toolVersion),
        Entries = _entries.AsReadOnly(),
    };

    private void ReadOwn(Field field)
    {
        switch (field.Name)
        {
            case "repository": _repository = field.GetText(); break;
            case "root": _root = field.GetText(); break;
            case "state": _state = field.GetText(); break;
            case "created_at": _createdAt = field.GetTime(); break;
            case "updated_at": _updatedAt = field.GetTime(); break;
            case "chunker": _chunker = field.GetText(); break;
            case "file_count": _fileCount = field.GetNumber(); break;
            case "record_count": _recordCount = field.GetNumber(); break;
            case "tool_version": _toolVersion = field.GetText(); break;
            case "embedder" or "entries": field.RequireObject(); break;
            default: break;
        }
    }

    private void ReadEmbedder(Field field)
    {
        switch (field.Name)
        {
            case "provider": _provider = field.GetText(); break;
            case "model": _model = field.GetText(); break;
            case "dimensions": _dimensions = checked((int)field.GetNumber()); break;
            case "normalization": _normalization = field.GetText(); break;
            default: break;
        }
    }

    private static T Required<T>(T? value, [CallerArgumentExpression(nameof(value))] string field = "")
        where T : class =>
        value ?? throw Missing(field);

    private static FormatException Missing(string field) => new($"The field '{field.TrimStart('_')}' is missing.");

    /// <summary>One field, as SQLite tells of it.</summary>
    private readonly ref struct Field(SqliteStatement row, int first)
    {
        public bool IsDocument => row.GetInt64(first) == 1;

        public string Path => row.GetText(first + 1);

        public string Name => row.GetText(first + 2);

        private string Type => row.GetText(first + 3);

        public string GetText() => Type is "text" ? row.GetText(first + 4) : throw Unexpected("a text");

        public long GetNumber() => Type is "integer" ? row.GetInt64(first + 4) : throw Unexpected("a whole number");

        public DateTimeOffset GetTime() => DateTimeOffset.TryParseExact(
            GetText(), "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateTimeOffset time)
            ? time
            : throw Unexpected("a time");

        public void RequireObject()
        {
            if (Type is not "object")
            {
                throw Unexpected("an object");
            }
        }

        private FormatException Unexpected(string wanted) => new($"The field '{Name}' is {Type}, and not {wanted}.");
    }
}
