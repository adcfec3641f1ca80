import { foldersOf, requireOf, runClient, server } from './client.mjs';

const { QdrantClient } = requireOf('qdrant-client', '@qdrant/js-client-rest');

runClient(async (name, dimensions) => {
    const client = new QdrantClient({ url: `http://${server.host}:${server.port}` });
    await client.createCollection(name, { vectors: { size: dimensions, distance: 'Dot' } });
    await client.createPayloadIndex(name, { field_name: 'repository', field_schema: { type: 'keyword', is_tenant: true }, wait: true });
    await client.createPayloadIndex(name, { field_name: 'path', field_schema: { type: 'keyword', prefix: true }, wait: true });
    await client.createPayloadIndex(name, { field_name: 'folders', field_schema: 'keyword', wait: true });
    return {
        save: async (records) => {
            const { status } = await client.upsert(name, {
                wait: true,
                points: records.map(({ id, vector, ...payload }) => ({ id, vector: Array.from(vector), payload: { ...payload, folders: foldersOf(payload.path) } })),
            });
            if (status !== 'completed') throw new Error(`The status is ${status}.`);
        },
        drop: () => client.deleteCollection(name),
    };
});
