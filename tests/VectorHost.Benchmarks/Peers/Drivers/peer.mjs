// What the drivers in JavaScript share: the input, and the protocol by which the benchmark drives them.
//
// A driver has `settings` (how it can search, cheapest first) and the functions `prepare(input)`, before the clock starts,
// `build(prepared)`, `open(input)`, `search(query, setting, repository)`, which gives the rows that were found, nearest
// first, and where it has them `close()` and `processes()`, the numbers of processes that work for it.
//
//     node DRIVER serve INPUT WORK     a request in each line of standard input, an answer in each of standard output
//     node DRIVER once INPUT WORK N    opens what was built, asks every question by setting N, and ends
import { createReadStream, mkdirSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

const [mode, folder, work, chosen] = process.argv.slice(2);

export const installed = process.env.INSTALLED;

// What was installed from npm below a folder of that.
export const requireOf = (name, module) => createRequire(join(installed, name, 'package.json'))(module);

class Input {
    constructor() {
        Object.assign(this, JSON.parse(readFileSync(join(folder, 'input.json'), 'utf8')));
        this.queries = this.#read('queries.f32');
    }

    get vectors() {
        return this.#read('vectors.f32');
    }

    // Line by line: all of them together are longer than a string may be.
    async records() {
        const records = [];
        for await (const line of createInterface({ input: createReadStream(join(folder, 'records.jsonl')) })) {
            records.push(JSON.parse(line));
        }
        return records;
    }

    #read(name) {
        const bytes = readFileSync(join(folder, name));
        const all = new Float32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4);
        return Array.from({ length: all.length / this.dimensions }, (_, row) => all.subarray(row * this.dimensions, (row + 1) * this.dimensions));
    }
}

export async function run(make) {
    mkdirSync(work, { recursive: true });
    const input = new Input();
    const driver = await make(work);
    if (mode === 'once') {
        await driver.open(input);
        for (const query of input.queries) {
            await driver.search(query, Number(chosen), null);
        }
        await driver.close?.();
        return;
    }

    const answers = {
        describe: () => ({ settings: driver.settings.map(String) }),
        build: () => build(driver, input),
        search: (request) => search(driver, input, request),
    };
    for await (const line of createInterface({ input: process.stdin })) {
        const request = JSON.parse(line);
        process.stdout.write(JSON.stringify(await answers[request.do](request)) + '\n');
    }
    await driver.close?.();
}

async function build(driver, input) {
    const prepared = await driver.prepare(input);
    const cpu = cpuSeconds(driver);
    const started = performance.now();
    await driver.build(prepared);
    const seconds = (performance.now() - started) / 1e3;
    const processor = cpuSeconds(driver) - cpu;
    await driver.open(input);
    return { seconds, cpu: processor, bytes: size(work), peak: peak(driver) };
}

async function search(driver, input, { setting, repository }) {
    await driver.use?.(setting);
    const milliseconds = [];
    const rows = [];
    const cpu = cpuSeconds(driver);
    for (const query of input.queries) {
        const started = performance.now();
        const found = await driver.search(query, setting, repository);
        milliseconds.push(performance.now() - started);
        rows.push(found.map(Number));
    }
    return { milliseconds, cpu: cpuSeconds(driver) - cpu, rows, peak: peak(driver) };
}

function cpuSeconds(driver) {
    const own = process.cpuUsage();
    const others = (driver.processes?.() ?? []).map((id) => {
        // The fields after the name, which may hold spaces; ticks are hundredths of a second.
        const fields = readFileSync(`/proc/${id}/stat`, 'utf8').split(') ').at(-1).split(' ');
        return (Number(fields[11]) + Number(fields[12])) / 100;
    });
    return (own.user + own.system) / 1e6 + others.reduce((sum, seconds) => sum + seconds, 0);
}

function peak(driver) {
    return [process.pid, ...(driver.processes?.() ?? [])]
        .map((id) => Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${id}/status`, 'utf8'))[1]) * 1024)
        .reduce((sum, bytes) => sum + bytes, 0);
}

function size(path) {
    return statSync(path).isDirectory() ? readdirSync(path).reduce((sum, name) => sum + size(join(path, name)), 0) : statSync(path).size;
}
