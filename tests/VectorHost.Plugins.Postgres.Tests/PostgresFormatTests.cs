using VectorHost.Abstractions;
using VectorHost.Conformance;

namespace VectorHost.Plugins.Postgres.Tests;

/// <summary>Tables of every format that there was, frozen as the statements that make them.</summary>
[TestFixture]
public sealed class PostgresFormatTests : PostgresTest
{
    private static readonly string[] Format1 =
    [
        "CREATE EXTENSION IF NOT EXISTS vector",
        "CREATE SCHEMA SCHEMA_NAME",
        """
        CREATE TABLE REPOSITORY_TABLE (
            name text COLLATE "C" PRIMARY KEY,
            dimensions integer NOT NULL,
            metadata json NOT NULL)
        """,
        """
        CREATE TABLE CHUNK_TABLE (
            id uuid PRIMARY KEY,
            repository text COLLATE "C" NOT NULL,
            path text COLLATE "C" NOT NULL,
            start_line integer NOT NULL,
            end_line integer NOT NULL,
            file_hash text NOT NULL,
            chunk_hash text NOT NULL,
            language text NOT NULL,
            text text NOT NULL,
            dimensions integer NOT NULL,
            embedding vector NOT NULL)
        WITH (toast_tuple_target = 8160)
        """,
        "CREATE INDEX ON CHUNK_TABLE (repository)",
        "CREATE INDEX ON CHUNK_TABLE USING hash (path)",
        "COMMENT ON TABLE REPOSITORY_TABLE IS 'VectorHost records, format 1'",
        "COMMENT ON TABLE CHUNK_TABLE IS 'VectorHost records, format 1'",
        """
        INSERT INTO REPOSITORY_TABLE VALUES ('frozen/größe', 4,
            '{"repository":"frozen/gr\u00F6\u00DFe","root":"/work/gr\u00F6\u00DFe","state":"Complete","created_at":"2026-01-02T03:04:05.678+00:00","updated_at":"2026-02-03T04:05:06.789+00:00","embedder":{"provider":"test","model":"frozen-1","dimensions":4,"normalization":"l2"},"chunker":"lines/1 target=1000","file_count":2,"record_count":2,"tool_version":"0.1.0","entries":{"note":"keep \u0022this\u0022"}}')
        """,
        """
        INSERT INTO CHUNK_TABLE VALUES
            ('3f2504e0-4f89-81d3-9a0c-0305e82c3301', 'frozen/größe', 'src/Größe/Höhe.cs', 12, 34,
                '2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae',
                'fcde2b2edba56bf408601fb721fe9b5c338d10ee429ea04fae5511b68fbf8fb9',
                'csharp', E'int Höhe() => 1;\r\n\t"\\" 😀 \u00010 \u00011 end', 4, '[0.6,-0.8,0,0]'),
            ('9c858901-8a57-8791-81fe-4c455b099bc9', 'frozen/größe', 'README.md', 1, 1,
                'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
                'baa5a0964d3320fbc0c6a922140453c8513ea24ab8fd0577034804a967248096',
                'markdown', '', 4, '[0.5,0.5,0.5,0.5]')
        """,
    ];

    [Test]
    public async Task What_the_first_version_wrote_is_read()
    {
        foreach (string statement in Format1)
        {
            await Backend.ExecuteAsync(statement
                .Replace("SCHEMA_NAME", Backend.Table("chunk").Split('.')[0], StringComparison.Ordinal)
                .Replace("REPOSITORY_TABLE", Backend.Table("repository"), StringComparison.Ordinal)
                .Replace("CHUNK_TABLE", Backend.Table("chunk"), StringComparison.Ordinal));
        }

        await using IVectorStore store = await Backend.ConnectAsync();

        await FrozenData.AssertIsHeldAsync(store);
    }
}
