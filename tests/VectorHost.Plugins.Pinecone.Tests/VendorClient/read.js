// Reads all of an index with the vendor's client, and writes it as JSON: records by id, by namespace.
//
//   node read.js FOLDER-OF-THE-CLIENT ADDRESS KEY INDEX
'use strict';

const path = require('node:path');

const [folder, controllerHostUrl, apiKey, name] = process.argv.slice(2);
const { Pinecone } = require(path.join(folder, 'node_modules', '@pinecone-database', 'pinecone'));

async function main() {
  const client = new Pinecone({ apiKey, controllerHostUrl });
  const index = client.index({ host: (await client.describeIndex(name)).host });
  const all = {};
  for (const { name: namespace } of (await index.listNamespaces()).namespaces) {
    all[namespace] = {};
    let paginationToken;
    do {
      const page = await index.listPaginated({ namespace, paginationToken });
      Object.assign(all[namespace], (await index.fetch({ namespace, ids: page.vectors.map((vector) => vector.id) })).records);
      paginationToken = page.pagination?.next;
    } while (paginationToken);
  }

  console.log(JSON.stringify(all));
}

main().catch((error) => {
  console.error(error);
  process.exitCode = 1;
});
