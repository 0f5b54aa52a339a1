// A second reader of sealed recordings, written from docs/FORMAT-recording.md alone: it shares no code and
// no library with Assent. node read.mjs VECTORS-DIRECTORY: opens each vector with both shares and says
// whether the verdict is the one in verdicts.txt.
import { Aes256Gcm, CipherSuite, HkdfSha256 } from "@hpke/core";
import { XWing } from "@hpke/hybridkem-x-wing";
import crypto from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import zlib from "node:zlib";

const FRAME = 16384;
const MAGIC = Buffer.from("894456520d0a1a0a", "hex");
const SPKI = Buffer.from("302a300506032b6570032100", "hex");
const suite = new CipherSuite({ kem: new XWing(), kdf: new HkdfSha256(), aead: new Aes256Gcm() });

class Damaged extends Error {}
const need = (holds, why) => {
  if (!holds) throw new Damaged(why);
};
const sha256 = (...parts) => parts.reduce((h, p) => h.update(p), crypto.createHash("sha256")).digest();

// RFC 5869, expand of one block: all our keys have 32 bytes.
const expand = (prk, info) =>
  crypto.createHmac("sha256", prk).update(info).update(Buffer.from([1])).digest();

function gcmOpen(key, nonce, aad, ciphertextAndTag) {
  const end = ciphertextAndTag.length - 16;
  const cipher = crypto.createDecipheriv("aes-256-gcm", key, nonce);
  cipher.setAAD(aad).setAuthTag(ciphertextAndTag.subarray(end));
  try {
    return Buffer.concat([cipher.update(ciphertextAndTag.subarray(0, end)), cipher.final()]);
  } catch {
    throw new Damaged("does not open");
  }
}

function slots(header) {
  const found = [];
  let at = 90;
  const u16 = () => ((at += 2), need(at <= header.length, "cut"), header.readUInt16BE(at - 2));
  const take = (n) => ((at += n), need(at <= header.length - 32, "cut"), header.subarray(at - n, at));
  for (let i = header.readUInt16BE(88); i > 0; i--) {
    const kid = take(16);
    const ids = [u16(), u16(), u16()];
    found.push({ kid, ids, enc: take(u16()), ct: take(u16()) });
  }
  return { found, tlvs: at };
}

function fields(header, from) {
  const found = new Map();
  for (let at = from; at < header.length - 32; ) {
    const type = header.readUInt16BE(at);
    const length = header.readUInt16BE(at + 2);
    need(at + 4 + length <= header.length - 32, "cut");
    need(type < 0x8000 || [0x8001, 0x8004, 0x8005].includes(type), "critical field");
    found.set(type, header.subarray(at + 4, at + 4 + length));
    at += 4 + length;
  }
  return found;
}

// A Buffer may be a view of a larger pool, which the HPKE library would take whole.
const own = (buffer) => new Uint8Array(buffer);

async function shareA(header, seed) {
  const pair = await suite.kem.generateKeyPairDerand(own(seed));
  const publicKey = Buffer.from(await suite.kem.serializePublicKey(pair.publicKey));
  const kid = sha256(publicKey).subarray(0, 16);
  const slot = slots(header).found.find((s) => s.kid.equals(kid));
  need(slot, "not sealed to this key");
  need(slot.ids.join() === [0x647a, 1, 2].join(), "unknown suite");
  const aad = Buffer.concat([header.subarray(0, 12), header.subarray(16, 80)]);
  try {
    const recipient = await suite.createRecipientContext({
      recipientKey: pair, enc: own(slot.enc), info: own(Buffer.from("DVR1/A")),
    });
    return Buffer.from(await recipient.open(own(slot.ct), own(aad)));
  } catch {
    throw new Damaged("slot does not open");
  }
}

async function verdict(file, keys) {
  need(file.length >= 16 && file.subarray(0, 8).equals(MAGIC), "magic");
  need(file.readUInt16BE(8) === 1 && file.readUInt16BE(10) === 1, "version");
  const length = file.readUInt32BE(12);
  need(length % 16 === 0 && length >= 122 && length <= 65536 && file.length >= length, "header");
  const header = file.subarray(0, length);
  const id = header.subarray(16, 32);
  const both = Buffer.concat([await shareA(header, keys["role-seed"]), keys["share-b"]]);
  const prk = crypto.createHmac("sha256", header.subarray(32, 64)).update(both).digest();
  const key = (label) => expand(prk, Buffer.concat([Buffer.from(`DVR1 ${label}`), id]));
  const mac = crypto.createHmac("sha256", key("hdr")).update(header.subarray(0, length - 32)).digest();
  need(mac.equals(header.subarray(length - 32)), "header mac");
  const tlv = fields(header, slots(header).tlvs);
  gcmOpen(key("meta"), Buffer.alloc(12), id, tlv.get(0x8005));

  const headerHash = sha256(header);
  const frameKey = key("frame");
  let seconds = 0;
  let seq = 0;
  for (let at = length; at + FRAME <= file.length; at += FRAME, seq++) {
    const frame = file.subarray(at, at + FRAME);
    const type = frame[4];
    const last = type === 0x7f;
    need(frame.readUInt32BE(0) === FRAME && frame.readUInt16BE(6) === 0, "frame head");
    need([1, 3, 0x7f].includes(type) && frame[5] === (last ? 1 : 0), "frame type");
    need(frame.readUInt32BE(12) === seq && frame.readUInt32BE(8) === seconds, "frame order");
    const nonce = Buffer.alloc(12);
    nonce[0] = frame[5];
    nonce.writeBigUInt64BE(BigInt(seq), 4);
    const clear = last ? 128 : 16;
    const plain = gcmOpen(
      frameKey, nonce, Buffer.concat([headerHash, frame.subarray(0, clear)]), frame.subarray(last ? 192 : 16));
    if (type === 1) {
      need(plain.readUInt32BE(0) === seconds, "second");
      seconds++;
    }
    if (last) {
      need(at + FRAME === file.length, "something follows");
      need(frame.readUInt32BE(16) === seq && frame.readUInt32BE(20) === seconds, "counts");
      need(frame.subarray(32, 64).equals(sha256(file.subarray(0, at))), "digest");
      const signer = frame.subarray(64, 96);
      need(signer.equals(keys.signer) && signer.equals(tlv.get(0x8004)), "signer");
      const signed = Buffer.concat([
        Buffer.from("DVR1 final"), id, headerHash, frame.subarray(0, 128), sha256(frame.subarray(192))]);
      const publicKey = crypto.createPublicKey({
        key: Buffer.concat([SPKI, signer]), format: "der", type: "spki" });
      need(crypto.verify(null, signed, publicKey, frame.subarray(128, 192)), "signature");
      return `COMPLETE ${seconds}`;
    }
  }
  return `INCOMPLETE ${seconds}`;
}

const directory = process.argv[2];
const lines = fs.readFileSync(path.join(directory, "verdicts.txt"), "utf8").trim().split("\n");
const keys = {};
let wrong = 0;
let right = 0;
for (const line of lines) {
  const [name, ...rest] = line.split(" ");
  if (!name.endsWith(".dvr1")) {
    keys[name] = Buffer.from(rest[0], "hex");
    continue;
  }
  const file = zlib.gunzipSync(fs.readFileSync(path.join(directory, `${name}.gz`)));
  let why = "";
  const found = await verdict(file, keys).catch((e) => {
    if (!(e instanceof Damaged)) throw e;
    why = e.message;
    return "DAMAGED";
  });
  const holds = found === rest.join(" ");
  console.log(`${holds ? "ok   " : "WRONG"} ${name} ${found}${why ? ` (${why})` : ""}`);
  holds ? right++ : wrong++;
}
console.log(`${right} passed, ${wrong} failed`);
process.exit(wrong === 0 && right > 0 ? 0 : 1);
