// vectra: exact, over one file in JSON that it keeps in memory.
import { requireOf, run } from './peer.mjs';

const { LocalIndex } = requireOf('peers', 'vectra');

run((work) => {
    const index = new LocalIndex(work);
    return {
        settings: ['exact'],
        prepare: async (input) => {
            const vectors = input.vectors;
            return (await input.records()).map((record, row) => ({ vector: Array.from(vectors[row]), metadata: { ...record, row } }));
        },
        build: async (items) => {
            await index.createIndex({ version: 1, deleteIfExists: true });
            await index.batchInsertItems(items);
        },
        open: async () => {},
        search: async (query, setting, repository) =>
            (await index.queryItems(Array.from(query), '', 10, repository ? { repository: { $eq: repository } } : undefined)).map((found) => found.item.metadata.row),
    };
});
