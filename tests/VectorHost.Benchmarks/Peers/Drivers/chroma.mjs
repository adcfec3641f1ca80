// Chroma: a server of its own, and its client.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { installed, requireOf, run } from './peer.mjs';

const { ChromaClient } = requireOf('chroma/newer', 'chromadb');
const Batch = 5000;

async function freePort() {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address();
    server.close();
    await once(server, 'close');
    return port;
}

run(async (work) => {
    const settings = [100, 200, 400, 800, 1600];
    const port = await freePort();
    const client = new ChromaClient({ host: '127.0.0.1', port });
    let server;
    const start = async () => {
        server = spawn(join(installed, 'chroma/newer/run.sh'), [work, String(port)], { stdio: ['pipe', 'inherit', 'inherit'] });
        for (let attempt = 0; ; attempt++) {
            try {
                return await client.heartbeat();
            } catch (error) {
                if (attempt === 1000) throw error;
                await new Promise((resolve) => setTimeout(resolve, 10));
            }
        }
    };
    const stop = async () => {
        server.stdin.end();
        await once(server, 'exit');
    };
    await start();

    let collection;
    let used = 0;

    // An index that is loaded keeps to the setting it was loaded with.
    const use = async (setting) => {
        if (setting !== used) {
            await collection.modify({ configuration: { hnsw: { ef_search: settings[setting] } } });
            await stop();
            await start();
            collection = await client.getCollection({ name: 'records' });
            used = setting;
        }
    };
    return {
        settings,
        prepare: async (input) => ({ vectors: input.vectors.map((vector) => Array.from(vector)), records: await input.records() }),
        build: async ({ vectors, records }) => {
            collection = await client.createCollection({ name: 'records', configuration: { hnsw: { space: 'ip' } }, embeddingFunction: null });
            for (let first = 0; first < records.length; first += Batch) {
                const batch = records.slice(first, first + Batch);
                await collection.add({
                    ids: batch.map((_, i) => String(first + i)),
                    embeddings: vectors.slice(first, first + Batch),
                    metadatas: batch.map(({ repository, path, start_line, end_line, language }) => ({ repository, path, start_line, end_line, language })),
                    documents: batch.map((record) => record.text),
                });
            }
        },
        open: async () => {
            collection = await client.getCollection({ name: 'records' });
        },
        use,
        search: async (query, setting, repository) => {
            const found = await collection.query({
                queryEmbeddings: [Array.from(query)], nResults: 10, include: ['documents', 'metadatas', 'distances'], where: repository ? { repository } : undefined,
            });
            return found.ids[0];
        },
        processes: () => readFileSync(`/proc/${server.pid}/task/${server.pid}/children`, 'utf8').trim().split(' ')
            .filter((id) => !readFileSync(`/proc/${id}/cmdline`, 'utf8').startsWith('cat')),
        close: stop,
    };
});
