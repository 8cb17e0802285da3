// Fills a PouchDB with records and photos of random bytes.
// node peer_fill.cjs MODULES DATABASE RECORDS BYTES PHOTOS PHOTO_BYTES
const crypto = require("crypto");
const [modules, database, records, bytes, photos, photoBytes] = process.argv.slice(2);
const PouchDB = require(modules + "/pouchdb");

async function main() {
  const db = new PouchDB(database);
  const docs = Array.from({ length: Number(records) }, () => ({
    _id: crypto.randomBytes(16).toString("hex"),
    sealed: crypto.randomBytes(Number(bytes)).toString("base64"),
  }));
  const answers = await db.bulkDocs(docs);
  if (answers.some((answer) => answer.error)) throw new Error("not all records were stored");
  for (let number = 0; number < Number(photos); number++) {
    const photo = { content_type: "image/jpeg", data: crypto.randomBytes(Number(photoBytes)) };
    await db.put({ _id: crypto.randomBytes(16).toString("hex"), _attachments: { photo } });
  }
  await db.close();
}

main().catch((error) => { console.error(error); process.exit(1); });
