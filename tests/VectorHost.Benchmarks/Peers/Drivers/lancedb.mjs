// LanceDB with the index whose name the environment variable LANCEDB_INDEX has.
import { requireOf, run } from './peer.mjs';

const lancedb = requireOf('peers', '@lancedb/lancedb');
const Batch = 5000;

// What is asked for, cheapest first: partitions, the graph's candidates, and how many times ten are compared exactly.
const indexes = {
    hnsw: {
        create: () => lancedb.Index.hnswSq({ distanceType: 'cosine', m: 20, efConstruction: 300 }),
        settings: [{ nprobes: 20, ef: 100, refine: 2 }, { nprobes: 20, ef: 200, refine: 2 }, { nprobes: 20, ef: 400, refine: 2 },
            { nprobes: 20, ef: 800, refine: 4 }, { nprobes: 20, ef: 1600, refine: 8 }],
    },
    rq: {
        create: () => lancedb.Index.ivfRq({ distanceType: 'cosine' }),
        settings: [{ nprobes: 20, refine: 10 }, { nprobes: 20, refine: 20 }, { nprobes: 20, refine: 40 }, { nprobes: 50, refine: 40 },
            { nprobes: 100, refine: 40 }],
    },
};

run((work) => {
    const index = indexes[process.env.LANCEDB_INDEX];
    const columns = ['row', 'repository', 'path', 'start_line', 'end_line', 'language', 'text'];
    let table;
    return {
        settings: index.settings.map((setting) => Object.entries(setting).map(([name, value]) => `${name} ${value}`).join(', ')),
        prepare: async (input) => ({ vectors: input.vectors, records: await input.records() }),
        build: async ({ vectors, records }) => {
            const database = await lancedb.connect(work);
            for (let first = 0; first < records.length; first += Batch) {
                const rows = records.slice(first, first + Batch)
                    .map((record, i) => ({ ...record, row: first + i, vector: Array.from(vectors[first + i]) }));
                table = table ? (await table.add(rows), table) : await database.createTable('records', rows);
            }
            await table.createIndex('vector', { config: index.create() });
            await table.createIndex('repository', { config: lancedb.Index.bitmap() });
            await table.optimize();
        },
        open: async () => {
            table = await (await lancedb.connect(work)).openTable('records');
        },
        search: async (query, setting, repository) => {
            const { nprobes, ef, refine } = index.settings[setting];
            let search = table.query().nearestTo(query).distanceType('cosine').nprobes(nprobes).refineFactor(refine).limit(10).select([...columns, '_distance']);
            search = ef ? search.ef(ef) : search;
            search = repository ? search.where(`repository = '${repository}'`) : search;
            return (await search.toArray()).map((found) => found.toJSON().row);
        },
    };
});
