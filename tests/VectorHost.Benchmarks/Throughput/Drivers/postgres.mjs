import { requireOf, runClient, server } from './client.mjs';

const { Client } = requireOf('peers', 'pg');

// The columns of a batch as arrays: one statement with few parameters, however many rows.
const columns = { id: 'uuid', repository: 'text', path: 'text', start_line: 'int', end_line: 'int', file_hash: 'text', chunk_hash: 'text', language: 'text', text: 'text' };
const names = Object.keys(columns);

runClient(async (name, dimensions) => {
    const client = new Client({ host: server.host, port: Number(server.port), user: server.username, password: server.password, database: 'postgres' });
    const table = `"${name}"`;
    await client.connect();
    await client.query('CREATE EXTENSION IF NOT EXISTS vector');
    await client.query(`CREATE TABLE ${table} (
        id uuid PRIMARY KEY, repository text COLLATE "C" NOT NULL, path text COLLATE "C" NOT NULL, start_line integer NOT NULL, end_line integer NOT NULL,
        file_hash text NOT NULL, chunk_hash text NOT NULL, language text NOT NULL, text text NOT NULL, dimensions integer NOT NULL, embedding vector NOT NULL)
        WITH (toast_tuple_target = 8160)`);
    await client.query(`CREATE INDEX ON ${table} (repository)`);
    await client.query(`CREATE INDEX ON ${table} USING hash (path)`);
    const insert = `INSERT INTO ${table} (${names.join(', ')}, dimensions, embedding)
        SELECT ${names.join(', ')}, ${dimensions}, embedding::vector
        FROM unnest(${Object.values(columns).map((type, i) => `$${i + 1}::${type}[]`).join(', ')}, $${names.length + 1}::text[]) AS t (${names.join(', ')}, embedding)
        ON CONFLICT (id) DO UPDATE SET ${[...names.slice(1), 'dimensions', 'embedding'].map((column) => `${column} = excluded.${column}`).join(', ')}`;
    return {
        save: (records) => client.query({
            name: 'save',
            text: insert,
            values: [...names.map((column) => records.map((record) => record[column])), records.map((record) => `[${record.vector.join(',')}]`)],
        }),
        drop: async () => {
            await client.query(`DROP TABLE ${table}`);
            await client.end();
        },
    };
});
