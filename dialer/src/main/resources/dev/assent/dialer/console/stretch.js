// Faster or slower without changing the pitch: pieces of 30 ms, each laid where it fits the last best
// (synchronised overlap-add). Keeps its state from push to push, so that pieces join without a seam.

const HOP = 160;      // 20 ms at 8 kHz: what each piece adds
const OVERLAP = 80;   // 10 ms cross-faded
const SEEK = 60;      // ± 7.5 ms searched for the best fit

export class Stretch {
  /** @param {number} rate 0.5–2, seconds of sound a second  @param {number} channels */
  constructor(rate, channels) {
    this.rate = rate;
    this.input = Array.from({length: channels}, () => new Float32Array(0));
    this.tail = Array.from({length: channels}, () => new Float32Array(OVERLAP));
    this.position = SEEK;
    this.begun = false;
  }

  /** Takes the next sound, gives what can be said of it by now; the same number of channels. */
  push(sound) {
    this.input = this.input.map((held, c) => joined(held, sound[c]));
    const pieces = this.input.map(() => []);
    while (Math.round(this.position) + SEEK + HOP + OVERLAP <= this.input[0].length) {
      const at = Math.round(this.position) + (this.begun ? this.bestShift(Math.round(this.position)) : 0);
      this.input.forEach((channel, c) => pieces[c].push(this.piece(channel, this.tail[c], at)));
      this.position += HOP * this.rate;
      this.begun = true;
    }
    const used = Math.max(0, Math.floor(this.position) - SEEK);
    this.input = this.input.map(channel => channel.slice(used));
    this.position -= used;
    return pieces.map(list => list.reduce(joined, new Float32Array(0)));
  }

  /** HOP samples: the last tail faded into this place; what follows becomes the next tail. */
  piece(channel, tail, at) {
    const out = channel.slice(at, at + HOP);
    if (this.begun) {
      for (let i = 0; i < OVERLAP; i++) out[i] = (tail[i] * (OVERLAP - i) + out[i] * i) / OVERLAP;
    }
    tail.set(channel.subarray(at + HOP, at + HOP + OVERLAP));
    return out;
  }

  bestShift(at) {
    let best = 0;
    let most = -Infinity;
    for (let shift = -SEEK; shift <= SEEK; shift += 2) {
      let match = 0;
      let energy = 1e-9;
      for (let c = 0; c < this.input.length; c++) {
        for (let i = 0; i < OVERLAP; i += 2) {
          const sample = this.input[c][at + shift + i];
          match += sample * this.tail[c][i];
          energy += sample * sample;
        }
      }
      const fit = match / Math.sqrt(energy);
      if (fit > most) [most, best] = [fit, shift];
    }
    return best;
  }
}

function joined(a, b) {
  const both = new Float32Array(a.length + b.length);
  both.set(a);
  both.set(b, a.length);
  return both;
}
