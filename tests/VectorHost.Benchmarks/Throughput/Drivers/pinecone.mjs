import { foldersOf, requireOf, runClient, server } from './client.mjs';

const { Pinecone } = requireOf('pinecone-client', '@pinecone-database/pinecone');

runClient(async (name, dimension) => {
    const client = new Pinecone({ apiKey: server.api_key, controllerHostUrl: server.controller_host });
    await client.createIndex({ name, dimension, metric: 'cosine', spec: { serverless: { cloud: 'aws', region: 'us-east-1' } }, waitUntilReady: true });
    const index = client.index({ host: (await client.describeIndex(name)).host, namespace: 'records' });
    return {
        save: async (records) => {
            await index.upsert({
                records: records.map(({ id, vector, path, start_line, end_line, file_hash, chunk_hash, ...rest }) => ({
                    id,
                    values: Array.from(vector),
                    metadata: { id, ...rest, path, folders: foldersOf(path), startLine: start_line, endLine: end_line, fileHash: file_hash, chunkHash: chunk_hash },
                })),
            });

            // As the plugin does, which learns from the answer whether searches see the batch. This server shows it at once.
            await index.query({ vector: Array.from(records[0].vector), topK: 1 });
        },
        drop: () => client.deleteIndex(name),
    };
});
