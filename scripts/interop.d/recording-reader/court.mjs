// node court.mjs DIRECTORY: what an expert checks of a package that was exported for a court. Every digest of
// SHA256SUMS; of each sealed recording its digests and signature; and, where its own key is there, that
// every second opens and that the sound of both legs is what was sealed. Needs Node alone.
import crypto from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { beginsAt, legs, sound, verdict } from "./recording.mjs";

const directory = process.argv[2];
const read = (name) => fs.readFileSync(path.join(directory, name));
const exists = (name) => fs.existsSync(path.join(directory, name));
const sha256 = (bytes) => crypto.createHash("sha256").update(bytes).digest("hex");
let wrong = 0;
function tell(holds, what) {
  console.log(`${holds ? "ok   " : "WRONG"} ${what}`);
  if (!holds) wrong++;
}

// The samples of a WAV file, whatever other chunks it has.
function samples(wav) {
  for (let at = 12; at + 8 <= wav.length; at += 8 + wav.readUInt32LE(at + 4) + (wav.readUInt32LE(at + 4) & 1)) {
    if (wav.toString("latin1", at, at + 4) === "data") return wav.subarray(at + 8, at + 8 + wav.readUInt32LE(at + 4));
  }
  return Buffer.alloc(0);
}

for (const line of read("SHA256SUMS").toString().trim().split("\n")) {
  const [digest, name] = line.split("  ");
  tell(exists(name) && sha256(read(name)) === digest, `digest of ${name}`);
}
const cover = read("cover.en.html").toString();
const transcript = JSON.parse(read("transcript.json"));
const roles = ["", "callee", "system", "agent"];
const opened = [];
for (const { recording, verdict: told, seconds, fileSha256 } of transcript.recordings) {
  const name = `sealed/${recording}.dvr1`;
  const file = read(name);
  tell(sha256(file) === fileSha256 && cover.includes(fileSha256), `${name} is what transcript and cover name`);
  let key, signer;
  if (exists(`sealed/${recording}.key`)) {
    const fields = Object.fromEntries(read(`sealed/${recording}.key`).toString().split("\n").map((l) => l.split(": ")));
    key = Buffer.from(fields.key, "hex");
    signer = Buffer.from(fields.signer, "hex");
  }
  const signers = [signer ?? Buffer.from(process.argv[3] ?? "", "hex")];
  const note = exists(`${name}.salvage`) ? read(`${name}.salvage`) : null;
  const [found, why] = await verdict(file, { note, signers, key });
  tell(found === `${told} ${seconds}`, `${name}: ${found} ${why}${!key ? ", no key: no frame opened" : found.startsWith(told) ? ", every frame opened" : ""}`);
  if (key && found.startsWith(told)) opened.push({ file, key });
}
if (opened.length > 0 && opened.length === transcript.recordings.length) {
  legs(opened[0].file).forEach(({ id, role }, leg) => {
    const wav = `leg-${id}-${roles[role]}.wav`;
    const whole = Buffer.alloc(16000 * transcript.seconds); // what is missing between two files is silence
    for (const { file, key } of opened) sound(file, key, leg).copy(whole, 16000 * beginsAt(file));
    tell(samples(read(wav)).equals(whole), `${wav} is the sound that was sealed, sample by sample`);
  });
}
console.log(wrong === 0 ? "everything holds" : `${wrong} do not hold`);
process.exit(wrong === 0 ? 0 : 1);
