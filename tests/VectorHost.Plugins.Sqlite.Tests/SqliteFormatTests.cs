using VectorHost.Abstractions;
using VectorHost.Conformance;
using VectorHost.Plugins.Sqlite.Database;

namespace VectorHost.Plugins.Sqlite.Tests;

/// <summary>Databases of every format that there was, frozen as the statements that make them.</summary>
[TestFixture]
public sealed class SqliteFormatTests : SqliteTest
{
    private const string Format1 = """
        PRAGMA page_size = 16384;
        PRAGMA auto_vacuum = INCREMENTAL;
        PRAGMA journal_mode = WAL;
        BEGIN;
        CREATE TABLE repository (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            name TEXT NOT NULL UNIQUE,
            generation INTEGER NOT NULL,
            dimensions INTEGER NOT NULL,
            metadata TEXT NOT NULL
        ) STRICT;
        CREATE TABLE chunk (
            row_id INTEGER PRIMARY KEY,
            id BLOB NOT NULL UNIQUE,
            repository_id INTEGER NOT NULL,
            path TEXT NOT NULL,
            start_line INTEGER NOT NULL,
            end_line INTEGER NOT NULL,
            file_hash TEXT NOT NULL,
            chunk_hash TEXT NOT NULL,
            language TEXT NOT NULL,
            text TEXT NOT NULL
        ) STRICT;
        CREATE INDEX chunk_by_path ON chunk (repository_id, path);
        CREATE TABLE vector (
            row_id INTEGER PRIMARY KEY,
            repository_id INTEGER NOT NULL,
            id BLOB NOT NULL,
            embedding BLOB NOT NULL
        ) STRICT;
        CREATE INDEX vector_by_repository ON vector (repository_id);
        CREATE TRIGGER chunk_changes_repository AFTER UPDATE OF repository_id ON chunk
        WHEN OLD.repository_id <> NEW.repository_id
        BEGIN
            UPDATE repository SET generation = generation + 1 WHERE id = OLD.repository_id;
        END;
        INSERT INTO repository VALUES (1, 'frozen/größe', 1, 4,
            '{"repository":"frozen/gr\u00F6\u00DFe","root":"/work/gr\u00F6\u00DFe","state":"Complete","created_at":"2026-01-02T03:04:05.678+00:00","updated_at":"2026-02-03T04:05:06.789+00:00","embedder":{"provider":"test","model":"frozen-1","dimensions":4,"normalization":"l2"},"chunker":"lines/1 target=1000","file_count":2,"record_count":2,"tool_version":"0.1.0","entries":{"note":"keep \u0022this\u0022"}}');
        INSERT INTO chunk VALUES (1, x'3F2504E04F8981D39A0C0305E82C3301', 1, 'src/Größe/Höhe.cs', 12, 34,
            '2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae',
            'fcde2b2edba56bf408601fb721fe9b5c338d10ee429ea04fae5511b68fbf8fb9',
            'csharp', 'int Höhe() => 1;' || char(13, 10, 9) || '"\" 😀 ' || char(0) || ' ' || char(1) || ' end');
        INSERT INTO chunk VALUES (2, x'9C8589018A57879181FE4C455B099BC9', 1, 'README.md', 1, 1,
            'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
            'baa5a0964d3320fbc0c6a922140453c8513ea24ab8fd0577034804a967248096',
            'markdown', '');
        INSERT INTO vector VALUES (1, 1, x'3F2504E04F8981D39A0C0305E82C3301', x'9A99193FCDCC4CBF0000000000000000');
        INSERT INTO vector VALUES (2, 1, x'9C8589018A57879181FE4C455B099BC9', x'0000003F0000003F0000003F0000003F');
        PRAGMA application_id = 1447580500;
        PRAGMA user_version = 1;
        COMMIT;
        """;

    [TestCase(Format1, TestName = "{m}(format 1)")]
    public async Task What_an_earlier_version_wrote_is_read(string statements)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Backend.DatabasePath)!);
        using (SqliteConnection connection = SqliteConnection.Open(Backend.DatabasePath, SqliteAccess.ReadWrite))
        {
            connection.Execute(statements);
        }

        await using IVectorStore store = await Backend.ConnectAsync();

        await FrozenData.AssertIsHeldAsync(store);
    }
}
