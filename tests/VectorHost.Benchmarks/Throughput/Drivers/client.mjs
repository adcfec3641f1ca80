// What the drivers of the vendors' clients share. A client has `save(records)`, which returns when they are
// durable and seen, and `drop()`, which removes what they were saved in; making it makes that.
import { requireOf, run } from '../../Peers/Drivers/peer.mjs';

export { requireOf };

export const server = JSON.parse(process.env.SERVER);

// What the plugins keep of a path beside it, so that both send the same.
export function foldersOf(path) {
    const parts = path.split('/').slice(0, -1);
    return parts.map((_, depth) => parts.slice(0, depth + 1).join('/') + '/');
}

export function runClient(create) {
    const batch = Number(process.env.BATCH);
    let opened = 0;
    let client;
    run(() => ({
        settings: [],
        prepare: async (input) => {
            const vectors = input.vectors;
            const records = (await input.records()).map((record, row) => ({ ...record, vector: vectors[row] }));
            client = await create(`client-${++opened}`, input.dimensions);
            return records;
        },
        build: async (records) => {
            for (let first = 0; first < records.length; first += batch) {
                await client.save(records.slice(first, first + batch));
            }
        },
        open: () => client.drop(),
    }));
}
