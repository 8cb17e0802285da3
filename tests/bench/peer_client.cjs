// Replicates a PouchDB to a server, once. node peer_client.cjs MODULES DATABASE URL RECORDS
const [modules, database, url, records] = process.argv.slice(2);
const PouchDB = require(modules + "/pouchdb");

async function main() {
  const db = new PouchDB(database);
  const done = await db.replicate.to(url, { batch_size: 500 });
  if (!done.ok || done.docs_written !== Number(records)) throw new Error(`${done.docs_written} of ${records} arrived`);
  await db.close();
}

main().catch((error) => { console.error(error); process.exit(1); });
