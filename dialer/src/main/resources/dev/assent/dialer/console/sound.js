// Plays a recording from HTTP ranges of its virtual WAV, a second or two at a time. Nothing is kept but the
// last minute, in memory, and that is gone with the page. Not an <audio> element: that fetches as far
// ahead as it likes, and what is fetched counts as heard.

import {bytes} from './api.js';
import {Stretch} from './stretch.js';

const RATE = 8000;
const SECOND = RATE * 4;   // bytes: two legs of 16 bits
const HEADER = 44;
const AHEAD = 1.2;         // seconds of loudspeaker time that are ready
const KEPT = 60;           // seconds of sound that can be heard again without asking
const AT_ONCE = 2;         // seconds a request

export class Sound extends EventTarget {
  /** @param {string} url of the WAV  @param {number} seconds whole seconds that are there */
  constructor(url, seconds) {
    super();
    this.url = url;
    this.seconds = seconds;
    this.rate = 1;
    this.legs = 'both';
    this.playing = false;
    this.place = 0;            // where it stands while nothing plays
    this.kept = new Map();     // second → [left, right]
    this.careful = false;
    this.run = 0;              // raised at each start and stop: what belongs to an older one is dropped
    this.laid = [];            // pieces on their way to the loudspeaker
  }

  /** Seconds into the recording that are heard now. */
  get position() {
    if (!this.playing || !this.laid.length) return this.place;
    const now = this.context.currentTime;
    const piece = this.laid.findLast(({start}) => start <= now) ?? this.laid[0];
    return Math.min(this.seconds, piece.from + Math.max(0, Math.min(now, piece.end) - piece.start) * this.rate);
  }

  async play() {
    if (this.playing) return;
    if (this.place >= this.seconds) this.place = 0;
    this.playing = true;
    this.changed();
    this.context ??= this.open();
    await this.context.resume();
    this.start();
  }

  pause() {
    this.place = this.position;
    this.playing = false;
    this.silence();
    this.changed();
  }

  /** Goes there; plays on if it played. */
  seek(second) {
    this.place = Math.max(0, Math.min(this.seconds - 0.05, second));
    this.silence();
    if (this.playing) this.start();
    this.dispatchEvent(new Event('moved'));
  }

  setRate(rate) {
    const place = this.position;
    this.rate = rate;
    this.seek(place);
  }

  /** 'both', or the number of one leg. */
  setLegs(legs) {
    this.legs = legs;
    this.gains?.forEach((gain, leg) => gain.gain.setTargetAtTime(legs === 'both' || legs === leg ? 1 : 0, this.context.currentTime, 0.01));
  }

  close() {
    this.playing = false;
    this.silence();
    this.kept.clear();
    this.context?.close();
  }

  open() {
    // 8 kHz, so that pieces are joined sample to sample and not resampled one by one.
    const context = new AudioContext({sampleRate: RATE});
    this.splitter = context.createChannelSplitter(2);
    this.gains = [0, 1].map(leg => {
      const gain = context.createGain();
      this.splitter.connect(gain, leg);
      gain.connect(context.destination);
      return gain;
    });
    return context;
  }

  changed() {
    this.dispatchEvent(new Event('changed'));
  }

  silence() {
    this.run++;
    clearTimeout(this.timer);
    this.fetching?.abort();
    for (const {source} of this.laid) source.stop();
    this.laid = [];
  }

  start() {
    const run = ++this.run;
    this.setLegs(this.legs);
    const first = Math.floor(this.place);
    this.feed(run, {
      second: first,
      skip: Math.round((this.place - first) * RATE),
      stretch: this.rate === 1 ? null : new Stretch(this.rate, 2),
      until: 0,
    });
  }

  /** Keeps AHEAD of the loudspeaker; asks itself again until the end or until another run began. */
  async feed(run, line) {
    const {context} = this;
    while (run === this.run && line.second < this.seconds && line.until - context.currentTime < AHEAD) {
      const sound = await this.sound(line.second, run);
      if (run !== this.run) return;
      if (sound) this.lay(line, sound);
      else return;
    }
    if (run !== this.run) return;
    const over = line.second >= this.seconds && context.currentTime >= line.until;
    if (over) this.end();
    else this.timer = setTimeout(() => this.feed(run, line), 120);
  }

  end() {
    this.place = this.seconds;
    this.playing = false;
    this.silence();
    this.changed();
    this.dispatchEvent(new Event('ended'));
  }

  lay(line, sound) {
    const from = line.second + line.skip / RATE;
    const cut = line.skip ? sound.map(leg => leg.subarray(line.skip)) : sound;
    const said = line.stretch ? line.stretch.push(cut) : cut;
    line.second++;
    line.skip = 0;
    if (!said[0].length) return;
    const buffer = this.context.createBuffer(2, said[0].length, RATE);
    said.forEach((leg, c) => buffer.copyToChannel(leg, c));
    const source = this.context.createBufferSource();
    source.buffer = buffer;
    source.connect(this.splitter);
    const start = Math.max(line.until, Math.ceil((this.context.currentTime + 0.03) * RATE) / RATE);
    source.start(start);
    line.until = start + said[0].length / RATE;
    this.laid = [...this.laid.filter(({end}) => end > this.context.currentTime - 1), {source, start, end: line.until, from}];
  }

  /** One second: kept, or fetched with the one after it. Null when it was refused and playing stopped. */
  async sound(second, run) {
    while (!this.kept.has(second)) {
      const last = this.laid.length && !this.careful ? Math.min(this.seconds, second + AT_ONCE) : second + 1;
      try {
        this.fetching = new AbortController();
        const range = `bytes=${HEADER + second * SECOND}-${HEADER + last * SECOND - 1}`;
        this.keep(second, await bytes(this.url, {headers: {Range: range}, signal: this.fetching.signal}));
      } catch (trouble) {
        if (run !== this.run || trouble.name === 'AbortError') return null;
        if (!(await this.mend(second, trouble))) return null;
      }
    }
    return this.kept.get(second);
  }

  /** Whether to go on: a second that does not open is silence that is told; too fast is waited for. */
  async mend(second, trouble) {
    if (trouble.code === 'SECOND_DAMAGED' && !this.careful) {
      this.careful = true; // one second a request from now on: which one is it?
      return true;
    }
    if (trouble.code === 'SECOND_DAMAGED') {
      this.kept.set(second, [new Float32Array(RATE), new Float32Array(RATE)]);
      this.dispatchEvent(new CustomEvent('damaged', {detail: second}));
      return true;
    }
    if (trouble.status === 429 && trouble.code === 'PACE') {
      await new Promise(resolve => { setTimeout(resolve, 1000 * Math.min(5, trouble.retryAfter ?? 1)); });
      return true;
    }
    this.pause();
    if ([401, 403, 409, 410].includes(trouble.status)) this.kept.clear(); // erased, restricted, ended: nothing is heard again
    this.dispatchEvent(new CustomEvent('refused', {detail: trouble}));
    return false;
  }

  keep(second, wav) {
    const samples = new DataView(wav);
    for (let i = 0; i + SECOND <= wav.byteLength; i += SECOND) {
      const legs = [new Float32Array(RATE), new Float32Array(RATE)];
      for (let s = 0; s < RATE; s++) {
        legs[0][s] = samples.getInt16(i + s * 4, true) / 32768;
        legs[1][s] = samples.getInt16(i + s * 4 + 2, true) / 32768;
      }
      this.kept.set(second + i / SECOND, legs);
    }
    while (this.kept.size > KEPT) this.kept.delete(this.kept.keys().next().value);
  }
}
