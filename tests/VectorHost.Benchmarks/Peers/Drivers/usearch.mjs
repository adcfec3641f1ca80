// usearch with its usual graph. It keeps neither texts nor metadata.
import { join } from 'node:path';
import { requireOf, run } from './peer.mjs';

const { Index, MetricKind, ScalarKind } = requireOf('peers', 'usearch');

run((work) => {
    const settings = [64, 128, 256, 512, 1024, 2048];
    const file = join(work, 'index');
    let dimensions;
    let index;
    let used;
    const create = (expansion) => new Index({
        dimensions, metric: MetricKind.IP, quantization: ScalarKind.F32, connectivity: 16, expansion_add: 128, expansion_search: expansion, multi: false,
    });
    const use = (setting) => {
        if (setting !== used) {
            index = create(settings[setting]);
            index.load(file);
            used = setting;
        }
    };
    return {
        settings,
        prepare: (input) => {
            dimensions = input.dimensions;
            const vectors = new Float32Array(input.count * dimensions);
            input.vectors.forEach((vector, row) => vectors.set(vector, row * dimensions));
            return vectors;
        },
        build: (vectors) => {
            const built = create(64);
            built.add(BigUint64Array.from({ length: vectors.length / dimensions }, (_, row) => BigInt(row)), vectors);
            built.save(file);
        },
        open: (input) => {
            dimensions = input.dimensions;
            used = undefined;
        },
        use,
        search: (query, setting) => {
            use(setting);
            return Array.from(index.search(query, 10, 1).keys);
        },
    };
});
