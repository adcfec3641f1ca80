// Drives a service with the vendor's client through everything that the double answers, and fails where a result is not
// what the vendor documents.
//
//   node operations.js FOLDER-OF-THE-CLIENT ADDRESS KEY
'use strict';

const assert = require('node:assert/strict');
const path = require('node:path');

const [folder, controllerHostUrl, apiKey] = process.argv.slice(2);
const { Pinecone } = require(path.join(folder, 'node_modules', '@pinecone-database', 'pinecone'));

const name = 'vendor-client';
const namespace = 'some-namespace';
let checks = 0;

function check(actual, expected) {
  assert.deepEqual(actual, expected);
  checks++;
}

async function refused(call, error, message) {
  await assert.rejects(call, (thrown) => thrown.name === error && message.test(thrown.message));
  checks++;
}

// The service shows writes after a while.
async function eventually(read, expected) {
  for (let attempt = 0; ; attempt++) {
    const actual = await read();
    try {
      return check(actual, expected);
    } catch (difference) {
      if (attempt === 20) throw difference;
    }
  }
}

// JSON has the shortest digits of a float32, which JavaScript reads as another float64.
function plain({ id, values, metadata }) {
  return { id, values: values.map(Math.fround), metadata };
}

async function allIds(index, prefix) {
  const ids = [];
  let paginationToken;
  do {
    const page = await index.listPaginated({ prefix, limit: 100, paginationToken });
    ids.push(...page.vectors.map((vector) => vector.id));
    paginationToken = page.pagination?.next;
  } while (paginationToken);
  return ids;
}

async function main() {
  const client = new Pinecone({ apiKey, controllerHostUrl });

  await client.createIndex({
    name, dimension: 4, metric: 'cosine', spec: { serverless: { cloud: 'aws', region: 'us-east-1' } }, tags: { purpose: 'test' }, waitUntilReady: true,
  });
  const description = await client.describeIndex(name);
  check([description.dimension, description.metric, description.status.state, description.spec.serverless.region], [4, 'cosine', 'Ready', 'us-east-1']);
  check((await client.listIndexes()).indexes.map((index) => index.name), [name]);
  await refused(() => client.createIndex({ name, dimension: 4, spec: { serverless: { cloud: 'aws', region: 'us-east-1' } } }), 'PineconeConflictError', /already exists/i);
  await refused(() => client.createIndex({ name: 'other', dimension: 4, spec: { serverless: { cloud: 'aws', region: 'us-west1' } } }), 'PineconeNotFoundError', /404/);
  await refused(() => client.describeIndex('unknown'), 'PineconeNotFoundError', /unknown/);

  const index = client.index({ host: description.host, namespace });
  const records = Array.from({ length: 25 }, (_, i) => ({
    id: `doc${i % 2}#${String(i).padStart(2, '0')}`,
    values: [Math.cos(i / 10), Math.sin(i / 10), 0.25, -0.125].map(Math.fround),
    metadata: { number: i, even: i % 2 === 0, name: `n${i}`, groups: ['all', i < 5 ? 'first' : 'rest'] },
  }));
  const ids = records.map((record) => record.id).sort();
  await index.upsert({ records });
  await eventually(() => allIds(index), ids);
  check(await allIds(index, 'doc1#'), ids.filter((id) => id.startsWith('doc1#')));
  await eventually(async () => (await index.describeIndexStats()).namespaces[namespace]?.recordCount, 25);
  check((await index.describeIndexStats()).dimension, 4);

  const fetched = await index.fetch({ ids: [records[3].id, 'not-there'] });
  check(Object.keys(fetched.records), [records[3].id]);
  check(plain(fetched.records[records[3].id]), records[3]);
  check(fetched.namespace, namespace);

  const found = await index.query({ vector: records[7].values, topK: 3, includeValues: true, includeMetadata: true });
  check(plain(found.matches[0]), records[7]);
  check(found.matches.length, 3);
  check(found.matches.every((match, i) => i === 0 || match.score <= found.matches[i - 1].score), true);
  assert.ok(Math.abs(found.matches[0].score - 1) < 0.01);
  const bare = await index.query({ id: records[7].id, topK: 1 });
  check([bare.matches[0].id, bare.matches[0].values, bare.matches[0].metadata], [records[7].id, [], undefined]);

  const filters = [
    [{ even: true }, (m) => m.even],
    [{ number: { $gte: 5, $lt: 9 } }, (m) => m.number >= 5 && m.number < 9],
    [{ groups: { $in: ['first'] } }, (m) => m.groups.includes('first')],
    [{ name: { $nin: ['n1', 'n2'] }, even: { $ne: true } }, (m) => !['n1', 'n2'].includes(m.name) && !m.even],
    [{ $or: [{ number: 3 }, { $and: [{ even: true }, { number: { $lte: 2 } }] }] }, (m) => m.number === 3 || (m.even && m.number <= 2)],
    [{ absent: { $exists: false }, number: { $gt: 20 } }, (m) => m.number > 20],
  ];
  for (const [filter, matches] of filters) {
    const expected = records.filter((record) => matches(record.metadata)).map((record) => record.id).sort();
    const hits = await index.query({ vector: [1, 0, 0, 0], topK: 100, filter });
    check(hits.matches.map((match) => match.id).sort(), expected);
    const pages = [];
    let paginationToken;
    do {
      const page = await index.fetchByMetadata({ filter, limit: 100, paginationToken });
      pages.push(...Object.keys(page.records));
      paginationToken = page.pagination?.next;
    } while (paginationToken);
    check(pages.sort(), expected);
  }

  await refused(() => index.query({ vector: [1, 0, 0, 0], topK: 3, filter: { number: { $near: 3 } } }), 'PineconeBadRequestError', /\$near/);
  await refused(() => index.query({ vector: [1, 0, 0], topK: 3 }), 'PineconeBadRequestError', /dimension 3 does not match the dimension of the index 4/);
  await refused(() => index.query({ vector: [1, 0, 0, 0], topK: 10001 }), 'PineconeBadRequestError', /topK/);
  await refused(() => index.upsert({ records: [{ id: 'zero', values: [0, 0, 0, 0] }] }), 'PineconeBadRequestError', /non-zero/);
  await refused(() => index.upsert({ records: [{ id: 'null', values: [1, 0, 0, 0], metadata: { a: null } }] }), 'PineconeBadRequestError', /'a'/);
  await refused(() => index.upsert({ records: [{ id: 'nested', values: [1, 0, 0, 0], metadata: { a: { b: 1 } } }] }), 'PineconeBadRequestError', /'a'/);
  await refused(() => index.upsert({ records: [{ id: 'big', values: [1, 0, 0, 0], metadata: { a: 'x'.repeat(41000) } }] }), 'PineconeBadRequestError', /40960/);
  await refused(() => index.upsert({ records: [{ id: 'x'.repeat(513), values: [1, 0, 0, 0] }] }), 'PineconeBadRequestError', /512/);
  const thousand = Array.from({ length: 1001 }, (_, i) => ({ id: `m${i}`, values: [1, 0, 0, 0] }));
  await refused(() => index.upsert({ records: thousand }), 'PineconeBadRequestError', /1000/);
  const wide = Array.from({ length: 60 }, (_, i) => ({ id: `w${i}`, values: [1, 0, 0, 0], metadata: { a: 'x'.repeat(39000) } }));
  await refused(() => index.upsert({ records: wide }), 'PineconeBadRequestError', /too large/);

  await index.update({ id: records[0].id, values: [0, 0, 1, 0], metadata: { name: 'changed' } });
  await eventually(async () => plain((await index.fetch({ ids: [records[0].id] })).records[records[0].id]),
    { id: records[0].id, values: [0, 0, 1, 0], metadata: { ...records[0].metadata, name: 'changed' } });
  await index.update({ filter: { groups: 'first' }, metadata: { marked: true } });
  await eventually(async () => (await index.query({ vector: [1, 0, 0, 0], topK: 100, filter: { marked: true } })).matches.length, 5);

  await index.deleteOne({ id: records[0].id });
  await index.deleteMany({ ids: [records[1].id, 'not-there'] });
  await index.deleteMany({ filter: { number: { $gte: 10 } } });
  await eventually(() => allIds(index), records.slice(2, 10).map((record) => record.id).sort());

  const second = index.namespace('second');
  await second.upsert({ records: records.slice(0, 3) });
  await eventually(() => allIds(second), records.slice(0, 3).map((record) => record.id).sort());
  check((await index.listNamespaces()).namespaces.map((one) => one.name), ['second', namespace]);
  await eventually(async () => Number((await index.describeNamespace('second')).recordCount), 3);
  await index.deleteNamespace('second');
  await eventually(() => allIds(second), []);
  await refused(() => index.describeNamespace('second'), 'PineconeNotFoundError', /404/);
  await index.deleteAll();
  await eventually(() => allIds(index), []);

  await refused(() => new Pinecone({ apiKey: 'wrong', controllerHostUrl }).listIndexes(), 'PineconeAuthorizationError', /./);
  await client.configureIndex({ name, deletionProtection: 'enabled' });
  await assert.rejects(() => client.deleteIndex(name));
  await client.configureIndex({ name, deletionProtection: 'disabled' });
  await client.deleteIndex(name);
  await eventually(async () => client.describeIndex(name).then(() => 'there', (thrown) => thrown.name), 'PineconeNotFoundError');

  console.log(`${checks} checks`);
}

main().catch((error) => {
  console.error(error);
  process.exitCode = 1;
});
