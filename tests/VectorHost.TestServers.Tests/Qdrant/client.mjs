// Drives a Qdrant with the vendor's own client and prints what it got: node client.mjs FOLDER URL API_KEY
import { createRequire } from 'node:module';
import { join } from 'node:path';

const [folder, url, apiKey] = process.argv.slice(2);
const { QdrantClient } = createRequire(join(folder, 'package.json'))('@qdrant/js-client-rest');
const client = new QdrantClient({ url, apiKey });
const got = {};

const refused = async (call) => {
    try {
        await call();
        return 'accepted';
    } catch (error) {
        return { status: error.status, error: error.data?.status?.error ?? error.data ?? String(error) };
    }
};

const uuid = (number) => `00000000-0000-0000-0000-${String(number).padStart(12, '0')}`;

got.version = (await client.versionInfo()).version;
got.collectionsBefore = (await client.getCollections()).collections;
got.created = await client.createCollection('places', { vectors: { size: 2, distance: 'Cosine' } });
got.createdAgain = await refused(() => client.createCollection('places', { vectors: { size: 2, distance: 'Dot' } }));
got.exists = (await client.collectionExists('places')).exists;
got.missing = (await client.collectionExists('elsewhere')).exists;
got.getMissing = await refused(() => client.getCollection('elsewhere'));
got.index = (await client.createPayloadIndex('places', { field_name: 'city', field_schema: 'keyword', wait: true })).status;
await client.createPayloadIndex('places', { field_name: 'path', field_schema: { type: 'keyword', prefix: true }, wait: true });
await client.createPayloadIndex('places', { field_name: 'size', field_schema: 'integer', wait: true });

const points = [
    { id: 7, vector: [3, 0], payload: { city: 'Berlin', size: 3, path: 'src/a.cs' } },
    { id: uuid(1), vector: [0, 5], payload: { city: 'London', size: 8, path: 'src/b.cs' } },
    { id: uuid(2).toUpperCase(), vector: [1, 1], payload: { city: ['Berlin', 'Moscow'], size: 5, path: 'lib/a.cs' } },
    { id: 2, vector: [-1, 0], payload: { size: 1 } },
];
got.upsert = (await client.upsert('places', { wait: true, points })).status;
got.wrongLength = await refused(() => client.upsert('places', { wait: true, points: [{ id: 1, vector: [1, 2, 3] }] }));
got.wrongId = await refused(() => client.upsert('places', { wait: true, points: [{ id: 'place', vector: [1, 2] }] }));

const ids = async (filter) => (await client.scroll('places', { filter, limit: 100, with_payload: false })).points.map((point) => point.id);
const match = (value) => ({ key: 'city', match: value });
got.all = await ids();
got.value = await ids({ must: [match({ value: 'Berlin' })] });
got.any = await ids({ must: [match({ any: ['London', 'Moscow'] })] });
got.except = await ids({ must: [match({ except: ['Berlin'] })] });
got.should = await ids({ should: [match({ value: 'London' }), { key: 'size', range: { lt: 3 } }] });
got.mustNot = await ids({ must_not: [match({ value: 'Berlin' })] });
got.hasId = await ids({ must: [{ has_id: [7, uuid(2), 99] }] });
got.isEmpty = await ids({ must: [{ is_empty: { key: 'city' } }] });
got.nested = await ids({ must: [{ should: [match({ value: 'London' }), { has_id: [2] }] }] });
got.prefix = await ids({ must: [{ key: 'path', match: { prefix: 'src/' } }] });
got.anyOfNone = await ids({ must: [match({ any: [] })] });
got.unindexed = await refused(() => ids({ must: [{ key: 'street', match: { value: 'x' } }] }));

const page = await client.scroll('places', { limit: 3, with_payload: ['size'], with_vector: true });
got.firstPage = page.points.map((point) => [point.id, point.payload, point.vector.map((number) => +number.toFixed(4))]);
got.nextOffset = page.next_page_offset;
const rest = await client.scroll('places', { limit: 3, offset: page.next_page_offset, with_payload: { exclude: ['path', 'size'] }, with_vector: false });
got.lastPage = rest;

const hits = await client.query('places', { query: [2, 0], limit: 10, with_payload: false, params: { exact: true } });
got.query = hits.points.map((point) => [point.id, +point.score.toFixed(4)]);
got.best = (await client.query('places', { query: [2, 0], limit: 1, offset: 1, filter: { must: [match({ value: 'Berlin' })] } })).points.map((point) => point.id);
got.limitZero = await refused(() => client.query('places', { query: [2, 0], limit: 0 }));
got.queryLength = await refused(() => client.query('places', { query: [2, 0, 1], limit: 1 }));
got.retrieved = (await client.retrieve('places', { ids: [7, 99], with_payload: true, with_vector: false })).map((point) => [point.id, point.payload]);
got.count = (await client.count('places', { exact: true })).count;
got.countFiltered = (await client.count('places', { exact: true, filter: { must: [match({ value: 'Berlin' })] } })).count;

await client.upsert('places', { wait: true, points: [{ id: 7, vector: [3, 0], payload: { city: 'Paris' } }] });
got.replaced = (await client.retrieve('places', { ids: [7] }))[0].payload;

got.accepted = (await client.upsert('places', { wait: false, points: [{ id: 50, vector: [1, 0] }] })).status;
got.seenAtOnce = (await client.count('places', { exact: true })).count;
for (let read = 0; read < 3; read++) {
    got.seenLater = (await client.count('places', { exact: true })).count;
}

got.deletedById = (await client.delete('places', { wait: true, points: [50] })).status;
got.deletedByFilter = (await client.delete('places', { wait: true, filter: { must: [match({ value: 'Paris' })] } })).status;
got.left = await ids();
const info = await client.getCollection('places');
got.info = { points: info.points_count, vectors: info.config.params.vectors, indexes: Object.keys(info.payload_schema).sort() };
got.dropped = await client.deleteCollection('places');
got.droppedAgain = await client.deleteCollection('places');
got.withoutKey = await refused(() => new QdrantClient({ url, checkCompatibility: false }).getCollections());

console.log(JSON.stringify(got));
