import { foldersOf, requireOf, runClient, server } from './client.mjs';

const { ChromaClient } = requireOf('chroma/newer', 'chromadb');

runClient(async (name) => {
    const client = new ChromaClient({ host: server.host, port: Number(server.port) });
    const collection = await client.createCollection({ name, configuration: { hnsw: { space: 'ip' } }, embeddingFunction: null });
    return {
        save: (records) => collection.upsert({
            ids: records.map((record) => record.id),
            embeddings: records.map((record) => Array.from(record.vector)),
            documents: records.map((record) => record.text),
            metadatas: records.map(({ path, start_line, end_line, language, file_hash, chunk_hash }) => ({
                path, start_line, end_line, language, file_hash, chunk_hash,
                ...Object.fromEntries(foldersOf(path).slice(0, 8).map((folder, depth) => [`folder_${depth + 1}`, folder])),
            })),
        }),
        drop: () => client.deleteCollection({ name }),
    };
});
