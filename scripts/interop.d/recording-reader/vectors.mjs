// node vectors.mjs VECTORS-DIRECTORY: makes each vector from its recipe and says whether this reader's
// verdicts, with both shares and without keys, are those in vectors.txt.
import fs from "node:fs";
import path from "node:path";
import zlib from "node:zlib";
import { verdict } from "./recording.mjs";

const directory = process.argv[2];
const stored = new Map();
function base(name) {
  if (!stored.has(name)) {
    stored.set(name, zlib.gunzipSync(fs.readFileSync(path.join(directory, `${name}.gz`))));
  }
  return stored.get(name);
}

function made(recipe) {
  if (recipe === "") return Buffer.alloc(0);
  return Buffer.concat(recipe.split("+").map((piece) => {
    const [name, what] = piece.split(":");
    if (name === "hex") return Buffer.from(what, "hex");
    if (name === "zero") return Buffer.alloc(Number(what));
    const [from, to] = what.split("-").map(Number);
    return base(name).subarray(from, to);
  }));
}

function told(journal) {
  if (!journal) return null;
  const facts = Object.fromEntries(journal.split(";").map((fact) => fact.split("=")));
  const alive = facts.alive?.split(":");
  return {
    header: facts.header && Buffer.from(facts.header, "hex"),
    file: facts.file && Buffer.from(facts.file, "hex"),
    alive: alive && { seq: Number(alive[0]), tag: Buffer.from(alive[1], "hex") },
  };
}

const keys = {};
let right = 0;
let wrong = 0;
for (const line of fs.readFileSync(path.join(directory, "vectors.txt"), "utf8").split("\n")) {
  if (line === "" || line.startsWith("#")) continue;
  if (!line.includes(" | ")) {
    const [name, hex] = line.split(" ");
    keys[name] = Buffer.from(hex, "hex");
    continue;
  }
  const [name, keyed, sealed, recipe, note, journal] = line.split(" |").map((column) => column.trim());
  const given = { note: note === "-" ? null : made(note), journal: told(journal === "-" ? "" : journal), signers: [keys.signer] };
  const file = made(recipe);
  const withKeys = await verdict(file, { ...given, seed: keys["role-seed"], shareB: keys["share-b"] });
  const without = await verdict(file, given);
  const holds = withKeys[0] === keyed && without[0] === sealed;
  console.log(`${holds ? "ok   " : "WRONG"} ${name}: ${withKeys[0]} (${withKeys[1]}), without keys ${without[0]} (${without[1]})`);
  holds ? right++ : wrong++;
}
console.log(`${right} passed, ${wrong} failed`);
process.exit(wrong === 0 && right > 0 ? 0 : 1);
