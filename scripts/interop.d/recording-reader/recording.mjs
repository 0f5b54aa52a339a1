// A second reader of sealed recordings, written from docs/FORMAT-recording.md alone: it shares no code and
// no library with Assent. verdict(file, {note, journal, signers, seed, shareB, key}) says what a file is;
// without seed and shareB, or the recording's own key, no frame is opened. Only a seed needs a library.
import crypto from "node:crypto";

const FRAME = 16384;
const MAX_MARKS = 4096;
const MAGIC = Buffer.from("894456520d0a1a0a", "hex");
const SPKI = Buffer.from("302a300506032b6570032100", "hex");
const AUDIO = 1, INDEX = 3, FINAL = 0x7f;
const PEAKS = 1, MARKS = 2, PRESENCE = 3;

class Damaged extends Error {}
class Unopened extends Error {
  constructor(why, foreign) {
    super(why);
    this.foreign = foreign;
  }
}
const need = (holds, why) => {
  if (!holds) throw new Damaged(why);
};
const sha256 = (...parts) => parts.reduce((h, p) => h.update(p), crypto.createHash("sha256")).digest();
const isZero = (bytes) => bytes.every((b) => b === 0);
const utf8 = (bytes) => {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new Damaged("not UTF-8");
  }
};

// RFC 5869, expand of one block: all our keys have 32 bytes.
const expand = (prk, info) =>
  crypto.createHmac("sha256", prk).update(info).update(Buffer.from([1])).digest();

function gcmOpen(key, nonce, aad, ciphertextAndTag) {
  need(ciphertextAndTag.length >= 16, "no tag");
  const end = ciphertextAndTag.length - 16;
  const cipher = crypto.createDecipheriv("aes-256-gcm", key, nonce);
  cipher.setAAD(aad).setAuthTag(ciphertextAndTag.subarray(end));
  try {
    return Buffer.concat([cipher.update(ciphertextAndTag.subarray(0, end)), cipher.final()]);
  } catch {
    throw new Damaged("does not open");
  }
}

function signed(signer, message, signature) {
  try {
    const key = crypto.createPublicKey({ key: Buffer.concat([SPKI, signer]), format: "der", type: "spki" });
    return crypto.verify(null, message, key, signature);
  } catch {
    return false;
  }
}

function readHeader(file) {
  need(file.length >= 16 && file.subarray(0, 8).equals(MAGIC), "magic");
  need(file.readUInt16BE(8) === 1 && file.readUInt16BE(10) === 1, "version");
  const length = file.readUInt32BE(12);
  need(length % 16 === 0 && length >= 122 && length <= 65536 && file.length >= length, "header");
  const bytes = file.subarray(0, length);
  const end = length - 32;
  let at = 90;
  const take = (n) => ((at += n), need(at <= end, "cut"), bytes.subarray(at - n, at));
  const u16 = () => take(2).readUInt16BE();
  const count = bytes.readUInt16BE(88);
  need(count >= 1 && count <= 16, "slots");
  const slots = [];
  for (let i = 0; i < count; i++) {
    slots.push({ kid: take(16), ids: [u16(), u16(), u16()], enc: take(u16()), ct: take(u16()) });
  }
  const field = new Map();
  while (at < end) {
    const type = u16();
    const value = take(u16());
    need(type === 0 ? isZero(value) : !field.has(type), "field twice, or padding not zero");
    need(type < 0x8000 || [0x8001, 0x8004, 0x8005, 0x8006].includes(type), "critical field");
    field.set(type, value);
  }
  const legs = field.get(0x8001) ?? Buffer.alloc(0);
  need(legs.length === 4 && legs[0] !== legs[2] && legs[0] < 255 && legs[2] < 255, "legs");
  need([1, 2, 3].includes(legs[1]) && [1, 2, 3].includes(legs[3]), "roles");
  need(field.get(2)?.length === 16 && field.get(0x8004)?.length === 32, "attempt, signer");
  need(/^[A-Z0-9_-]{1,32}$/.test(field.get(3)?.toString("latin1") ?? "") , "retention class");
  const continues = field.get(0x8006);
  if (continues) {
    need(continues.length === 56, "continues");
    need(continues.readInt32BE(48) >= 1 && continues.readInt32BE(52) >= 0, "continues");
  }
  return { bytes, id: bytes.subarray(16, 32), slots, field, legs: [legs[0], legs[2]], hash: sha256(bytes) };
}

// A Buffer may be a view of a larger pool, which the HPKE library would take whole.
const own = (buffer) => new Uint8Array(buffer);

// HPKE is wanted only by who holds a role's private key.
async function hpke() {
  const { Aes256Gcm, CipherSuite, HkdfSha256 } = await import("@hpke/core");
  const { XWing } = await import("@hpke/hybridkem-x-wing");
  return new CipherSuite({ kem: new XWing(), kdf: new HkdfSha256(), aead: new Aes256Gcm() });
}

async function ownKey(header, seed, shareB) {
  const suite = await hpke();
  const pair = await suite.kem.generateKeyPairDerand(own(seed));
  const publicKey = Buffer.from(await suite.kem.serializePublicKey(pair.publicKey));
  const kid = sha256(publicKey).subarray(0, 16);
  const slot = header.slots.find((s) => s.kid.equals(kid));
  if (!slot) throw new Unopened("not sealed to this key", true);
  if (slot.ids.join() !== [0x647a, 1, 2].join()) throw new Unopened("unknown suite", true);
  const { bytes } = header;
  const aad = Buffer.concat([bytes.subarray(0, 12), bytes.subarray(16, 80)]);
  let shareA;
  try {
    const recipient = await suite.createRecipientContext({
      recipientKey: pair, enc: own(slot.enc), info: own(Buffer.from("DVR1/A")),
    });
    shareA = Buffer.from(await recipient.open(own(slot.ct), own(aad)));
  } catch {
    throw new Unopened("slot does not open", false);
  }
  return crypto.createHmac("sha256", bytes.subarray(32, 64)).update(shareA).update(shareB).digest();
}

// The key of frames out of the recording's own key, the header checked under it.
function openKeys(header, prk) {
  const { bytes, id } = header;
  const key = (label) => expand(prk, Buffer.concat([Buffer.from(`DVR1 ${label}`), id]));
  const end = bytes.length - 32;
  const mac = crypto.createHmac("sha256", key("hdr")).update(bytes.subarray(0, end)).digest();
  if (!mac.equals(bytes.subarray(end))) throw new Unopened("header mac", false);
  const metadata = gcmOpen(key("meta"), Buffer.alloc(12), id, header.field.get(0x8005) ?? Buffer.alloc(0));
  const names = new Set();
  for (let at = 0; at < metadata.length; ) {
    const texts = [0, 1].map(() => {
      need(at + 2 <= metadata.length, "metadata");
      const length = metadata.readUInt16BE(at);
      need(at + 2 + length <= metadata.length, "metadata");
      at += 2 + length;
      return utf8(metadata.subarray(at - length, at));
    });
    need(!names.has(texts[0]), "metadata twice");
    names.add(texts[0]);
  }
  return key("frame");
}

// Marks from the start of these bytes: the marks, and how many bytes they took.
function marksIn(bytes) {
  const marks = [];
  let at = 0;
  while (bytes.length - at >= 12 && bytes[at] !== 0) {
    const length = bytes[at + 2];
    need(bytes[at] <= 8 && bytes[at + 3] === 0 && length <= 64 && at + 12 + length <= bytes.length, "mark");
    utf8(bytes.subarray(at + 12, at + 12 + length));
    marks.push(bytes.subarray(at, at + 12 + length));
    at += 12 + length;
  }
  return { marks, length: at };
}

const popcount = (bytes) => bytes.reduce((n, b) => n + b.toString(2).replaceAll("0", "").length, 0);

// What is inside the frames, held against the format and against each other.
class Content {
  constructor(legs) {
    Object.assign(this, { legs, seconds: 0, lost: 0, lastSamples: 0, firstWall: 0n, peaked: 0, present: 0 });
    Object.assign(this, { heard: [], marked: 0, slots: [0n, 0n], packetsLost: [0n, 0n] });
  }

  audio(plain, second) {
    const samples = plain.readUInt16BE(20);
    need(plain.readUInt32BE(0) === second && samples <= 8000 && plain[22] <= 1 && plain[23] === 2, "second");
    need(second === 0 || this.lastSamples === 8000, "short second before the last");
    for (let i = 0; i < 2; i++) {
      const leg = plain.subarray(24 + 36 * i, 60 + 36 * i);
      const bitmap = leg.subarray(20, 33);
      need(leg[0] === this.legs[i] && (leg[1] === 0 || leg[1] === 8) && leg.readUInt32BE(4) === 8000, "leg");
      need(leg[3] === 0 && isZero(leg.subarray(10, 12)) && isZero(leg.subarray(33)), "leg zeros");
      need((bitmap[12] & 15) === 0 && (plain[22] === 0 || isZero(bitmap)), "bitmap");
      this.slots[i] += BigInt(popcount(bitmap));
      this.packetsLost[i] += BigInt(leg.readUInt16BE(8));
    }
    const { marks, length } = marksIn(plain.subarray(96, 352));
    need(isZero(plain.subarray(96 + length, 352)), "after marks");
    this.heard.push(...marks);
    need(this.heard.length <= MAX_MARKS, "too many marks");
    if (second === 0) this.firstWall = plain.readBigUInt64BE(4);
    this.seconds++;
    this.lost += plain[22];
    this.lastSamples = samples;
  }

  index(plain) {
    const first = plain.readInt32BE(4);
    const count = plain.readInt32BE(8);
    need(isZero(plain.subarray(1, 4)) && count > 0, "index");
    let end;
    if (plain[0] === PEAKS) {
      need(first === this.peaked && count <= 408, "peaks");
      this.peaked += count;
      end = 12 + 40 * count;
    } else if (plain[0] === PRESENCE) {
      need(this.peaked === this.seconds && first === this.present && count <= 8170, "presence");
      this.present += count;
      end = 12 + 2 * count;
    } else {
      need(plain[0] === MARKS && this.present === this.seconds && first === this.marked, "marks");
      const { marks, length } = marksIn(plain.subarray(12));
      need(marks.length === count && this.marked + count <= MAX_MARKS, "marks");
      marks.forEach((mark, i) => {
        const heard = this.heard[this.marked + i];
        need(!heard || heard.equals(mark), "marks are not those of the seconds");
      });
      this.marked += count;
      end = 12 + length;
    }
    need(this.peaked <= this.seconds && this.present <= this.seconds, "index too long");
    need(isZero(plain.subarray(end)), "index rest");
  }

  last(frame, plain) {
    need(this.peaked === this.seconds && this.present === this.seconds, "index not whole");
    need(this.marked >= this.heard.length && plain.readUInt32BE(32) === this.marked, "marks not whole");
    for (let i = 0; i < 2; i++) {
      need(plain.readBigUInt64BE(16 * i) === this.slots[i], "slots");
      need(plain.readBigUInt64BE(16 * i + 8) === this.packetsLost[i], "packets lost");
    }
    need(plain.readBigUInt64BE(40) === this.firstWall && isZero(plain.subarray(48)), "final");
    need(frame.readUInt32BE(24) === this.lost && frame.readUInt32BE(28) === this.lastSamples, "final");
  }
}

function checkFinal(file, at, header, seq, seconds, signers) {
  const frame = file.subarray(at, at + FRAME);
  need(at + FRAME === file.length, "something follows");
  need(frame.readUInt32BE(16) === seq && frame.readUInt32BE(20) === seconds, "counts");
  need(frame.subarray(32, 64).equals(sha256(file.subarray(0, at))), "digest");
  const signer = frame.subarray(64, 96);
  need(signer.equals(header.field.get(0x8004)), "signer is not the writer");
  need(signers.some((s) => s.equals(signer)), "signer is not trusted");
  need(/^[A-Z0-9_]{1,32}\0*$/.test(frame.subarray(96, 128).toString("latin1")), "end cause");
  const message = Buffer.concat([
    Buffer.from("DVR1 final"), header.id, header.hash, frame.subarray(0, 128), sha256(frame.subarray(192))]);
  need(signed(signer, message, frame.subarray(128, 192)), "signature");
}

function checkNote(note, file, header, frames, seconds, signers) {
  need(note.length <= 4096, "note");
  const text = utf8(note);
  const line = text.match(
    /^assent salvage 1\nrecording: ([0-9a-f-]{36})\nheader-sha256: ([0-9a-f]{64})\nfile-sha256: ([0-9a-f]{64})\nframes: (\d{1,9})\nseconds: (\d{1,9})\nreason: [^\n\r]{0,1000}\nsalvaged-at: [^\n\r]{1,40}\nsigner: ([0-9a-f]{64})\nsignature: ([0-9a-f]{128})\n$/);
  need(line, "note");
  const [, id, headerHash, fileHash, noteFrames, noteSeconds, signerHex, signature] = line;
  const signer = Buffer.from(signerHex, "hex");
  need(signer.equals(header.field.get(0x8004)) && signers.some((s) => s.equals(signer)), "note's signer");
  const message = Buffer.from(text.slice(0, text.lastIndexOf("signature: ")));
  need(signed(signer, message, Buffer.from(signature, "hex")), "note's signature");
  need(id.replaceAll("-", "") === header.id.toString("hex"), "note of another");
  need(headerHash === header.hash.toString("hex") && fileHash === sha256(file).toString("hex"), "note of another");
  need(Number(noteFrames) === frames && Number(noteSeconds) === seconds, "note of another length");
}

function check(file, header, frameKey, { note, journal, signers }) {
  need(!journal || journal.header, "the journal knows nothing of it");
  need(!journal || journal.header.equals(header.hash), "another header");
  const content = new Content(header.legs);
  let seconds = 0;
  let seq = 0;
  let indexed = false;
  let finished = false;
  let at = header.bytes.length;
  for (; at + FRAME <= file.length && !finished; at += FRAME, seq++) {
    const frame = file.subarray(at, at + FRAME);
    const type = frame[4];
    finished = type === FINAL;
    need(frame.readUInt32BE(0) === FRAME && frame.readUInt16BE(6) === 0, "frame head");
    need([AUDIO, INDEX, FINAL].includes(type) && frame[5] === (finished ? 1 : 0), "frame type");
    need(frame.readUInt32BE(12) === seq && frame.readUInt32BE(8) === seconds, "frame order");
    need(type !== AUDIO || !indexed, "second after index");
    need(!journal?.alive || journal.alive.seq !== seq || journal.alive.tag.equals(frame.subarray(-16)), "heartbeat");
    if (finished) checkFinal(file, at, header, seq, seconds, signers);
    if (frameKey) {
      const nonce = Buffer.alloc(12);
      nonce[0] = frame[5];
      nonce.writeBigUInt64BE(BigInt(seq), 4);
      const aad = Buffer.concat([header.hash, frame.subarray(0, finished ? 128 : 16)]);
      const plain = gcmOpen(frameKey, nonce, aad, frame.subarray(finished ? 192 : 16));
      if (type === AUDIO) content.audio(plain, seconds);
      else if (type === INDEX) content.index(plain);
      else content.last(frame, plain);
    }
    if (type === AUDIO) seconds++;
    indexed ||= type === INDEX;
  }
  need(!journal?.alive || journal.alive.seq < seq, "shorter than its heartbeat");
  need(!journal?.file || journal.file.equals(sha256(file)), "another file");
  if (finished) return `COMPLETE ${seconds}`;
  if (note) checkNote(note, file, header, seq, seconds, signers);
  return `INCOMPLETE ${seconds}`;
}

/** The verdict, and why. */
export async function verdict(file, given) {
  try {
    const header = readHeader(file);
    let frameKey = null;
    let unopened = null;
    if (given.seed || given.key) {
      try {
        frameKey = openKeys(header, given.key ?? (await ownKey(header, given.seed, given.shareB)));
      } catch (e) {
        if (!(e instanceof Unopened)) throw e;
        unopened = e;
      }
    }
    const found = check(file, header, frameKey, given);
    if (!unopened) return [found, ""];
    need(found.startsWith("COMPLETE") || unopened.foreign, unopened.message);
    return [`UNOPENED ${found}`, unopened.message];
  } catch (e) {
    if (!(e instanceof Damaged)) throw e;
    return ["DAMAGED", e.message];
  }
}

// ITU-T G.711 to 16-bit linear sound.
function linear(codec, code) {
  if (codec === 0) {
    const u = ~code & 255;
    const m = (((u & 15) << 3) + 132 << (u >> 4 & 7)) - 132;
    return u & 128 ? -m : m;
  }
  const a = code ^ 0x55;
  const e = a >> 4 & 7;
  const m = e === 0 ? ((a & 15) << 4) + 8 : ((a & 15) << 4) + 264 << e - 1;
  return a & 128 ? m : -m;
}

/** The sound of a leg (0 or 1) as 16-bit little-endian PCM, 8,000 samples a second, lost ones zero. */
export function sound(file, key, leg) {
  const header = readHeader(file);
  const frameKey = openKeys(header, key);
  const seconds = [];
  for (let at = header.bytes.length, seq = 0; at + FRAME <= file.length && file[at + 4] === AUDIO; at += FRAME, seq++) {
    const frame = file.subarray(at, at + FRAME);
    const nonce = Buffer.alloc(12);
    nonce.writeBigUInt64BE(BigInt(seq), 4);
    const plain = gcmOpen(frameKey, nonce, Buffer.concat([header.hash, frame.subarray(0, 16)]), frame.subarray(16));
    const pcm = Buffer.alloc(16000);
    const codec = plain[24 + 36 * leg + 1];
    for (let i = 0; i < plain.readUInt16BE(20) && plain[22] === 0; i++) {
      pcm.writeInt16LE(linear(codec, plain[352 + 8000 * leg + i]), 2 * i);
    }
    seconds.push(pcm);
  }
  return Buffer.concat(seconds);
}

/** The legs, in their order: 1 callee, 2 system, 3 agent. */
export function legs(file) {
  const value = readHeader(file).field.get(0x8001);
  return [0, 1].map((i) => ({ id: value[2 * i], role: value[2 * i + 1] }));
}

/** The second of the call at which this file begins. */
export function beginsAt(file) {
  return readHeader(file).field.get(0x8006)?.readInt32BE(52) ?? 0;
}
