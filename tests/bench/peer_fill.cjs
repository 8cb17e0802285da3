// Fills a PouchDB with records of random bytes. node peer_fill.cjs MODULES DATABASE RECORDS BYTES
const crypto = require("crypto");
const [modules, database, records, bytes] = process.argv.slice(2);
const PouchDB = require(modules + "/pouchdb");

async function main() {
  const db = new PouchDB(database);
  const docs = Array.from({ length: Number(records) }, () => ({
    _id: crypto.randomBytes(16).toString("hex"),
    sealed: crypto.randomBytes(Number(bytes)).toString("base64"),
  }));
  const answers = await db.bulkDocs(docs);
  if (answers.some((answer) => answer.error)) throw new Error("not all records were stored");
  await db.close();
}

main().catch((error) => { console.error(error); process.exit(1); });
