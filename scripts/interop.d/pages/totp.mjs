// The six digits of an authenticator (RFC 6238: SHA-1, 30 s), at the time of a home.

import {createHmac} from 'node:crypto';

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
const STEP = 30_000;

function bytes(base32) {
  const bits = [...base32.replaceAll('=', '')].map(letter => ALPHABET.indexOf(letter).toString(2).padStart(5, '0')).join('');
  return Buffer.from(bits.match(/.{8}/g).map(byte => parseInt(byte, 2)));
}

function code(secret, step) {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  const mac = createHmac('sha1', bytes(secret)).update(counter).digest();
  const at = mac[19] & 15;
  return String((mac.readUInt32BE(at) & 0x7fffffff) % 1_000_000).padStart(6, '0');
}

/** Codes that were never used before: a step is taken once, so the next one is waited for. */
export class Authenticator {
  constructor(secret, offsetMillis) {
    Object.assign(this, {secret, offsetMillis, used: 0});
  }

  async next() {
    for (;;) {
      const step = Math.floor((Date.now() + this.offsetMillis) / STEP);
      if (step > this.used) {
        this.used = step;
        return code(this.secret, step);
      }
      await new Promise(resolve => { setTimeout(resolve, 500); });
    }
  }
}
