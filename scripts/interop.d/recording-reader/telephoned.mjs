// node telephoned.mjs FROM.wav TO.wav: all channels together at a third of their loudness, 0.4 s cut at the
// beginning and 0.2 s at the end, through mu-law (ITU-T G.711, by search in its own table) as a telephone would.
import fs from "node:fs";

const wav = fs.readFileSync(process.argv[2]);
let at = 12;
while (wav.toString("latin1", at, at + 4) !== "data") at += 8 + wav.readUInt32LE(at + 4) + (wav.readUInt32LE(at + 4) & 1);
const channels = wav.readUInt16LE(22);
const count = wav.readUInt32LE(at + 4) / 2 / channels;
const table = Array.from({ length: 256 }, (_, code) => {
  const u = ~code & 255;
  const m = (((u & 15) << 3) + 132 << (u >> 4 & 7)) - 132;
  return u & 128 ? -m : m;
});
const codes = [];
for (let i = 3200; i < count - 1600; i++) {
  let sample = 0;
  for (let channel = 0; channel < channels; channel++) sample += wav.readInt16LE(at + 8 + 2 * (channels * i + channel)) / 3;
  let best = 0;
  for (let code = 1; code < 256; code++) {
    if (Math.abs(table[code] - sample) < Math.abs(table[best] - sample)) best = code;
  }
  codes.push(best);
}
const head = Buffer.alloc(46);
head.write("RIFF", 0), head.writeUInt32LE(38 + codes.length, 4), head.write("WAVEfmt ", 8);
head.writeUInt32LE(18, 16), head.writeUInt16LE(7, 20), head.writeUInt16LE(1, 22);
head.writeUInt32LE(8000, 24), head.writeUInt32LE(8000, 28), head.writeUInt16LE(1, 32), head.writeUInt16LE(8, 34);
head.write("data", 38), head.writeUInt32LE(codes.length, 42);
fs.writeFileSync(process.argv[3], Buffer.concat([head, Buffer.from(codes)]));
