// Two legs, one above the other, with marks, gaps, notes and the watermark, on a canvas of our own: a drawing
// library would bring its own style element (which the page's policy forbids) and its own way to fetch.

import {h} from './dom.js';
import {span, t} from './words.js';
import {bytes} from './api.js';

const BAR = 3;          // CSS pixels: two of bar, one of air
const TOP = 26;         // where marks stand
const LANE = 72;        // of each leg
const RULER = 22;
const HEIGHT = TOP + 2 * LANE + RULER;
const NARROWEST = 8;    // seconds shown at least

export class Waveform extends EventTarget {
  /** @param {string} url of the peaks  @param {number} seconds  @param {string} watermark what stands over the sound */
  constructor(url, seconds, watermark) {
    super();
    Object.assign(this, {url, seconds, watermark, view: [0, seconds], marks: [], gaps: [], notes: [], damaged: new Set(), peaks: null, place: 0, hover: null, solo: 'both', heard: []});
    this.canvas = h('canvas', {'aria-hidden': 'true'});
    this.element = h('div.wave', {role: 'slider', tabindex: '0', 'aria-label': t('player.place'), 'aria-valuemin': '0', 'aria-valuemax': String(seconds)}, this.canvas);
    this.element.addEventListener('pointerdown', event => this.press(event));
    this.element.addEventListener('pointermove', event => { this.hover = this.secondAt(event); this.draw(); });
    this.element.addEventListener('pointerleave', () => { this.hover = null; this.draw(); });
    this.element.addEventListener('wheel', event => this.wheel(event), {passive: false});
    this.resized = new ResizeObserver(() => this.load());
    this.resized.observe(this.element);
    this.themed = () => { this.colours = null; this.draw(); };
    document.addEventListener('theme', this.themed);
  }

  close() {
    this.resized.disconnect();
    document.removeEventListener('theme', this.themed);
    this.fetching?.abort();
  }

  /** Fetches the peaks of what is shown, one bucket a bar. */
  async load() {
    const width = this.element.clientWidth;
    if (!width) return;
    this.width = width;
    const [from, to] = [Math.floor(this.view[0]), Math.min(this.seconds, Math.ceil(this.view[1]))];
    const buckets = Math.max(1, Math.floor(width / BAR * (to - from) / (this.view[1] - this.view[0])));
    this.fetching?.abort();
    this.fetching = new AbortController();
    try {
      const data = new Int8Array(await bytes(`${this.url}?from=${from}&to=${to}&buckets=${buckets}`, {signal: this.fetching.signal}));
      this.peaks = {from, to, buckets, data};
      this.draw();
      this.dispatchEvent(new Event('drawn'));
    } catch (trouble) {
      if (trouble.name !== 'AbortError') this.dispatchEvent(new CustomEvent('refused', {detail: trouble}));
    }
  }

  /** Twice as near or half as near, around the place. */
  zoom(factor) {
    const width = Math.min(this.seconds, Math.max(Math.min(NARROWEST, this.seconds), (this.view[1] - this.view[0]) / factor));
    this.show(this.place - width / 2, width);
  }

  show(from, width) {
    const start = Math.max(0, Math.min(this.seconds - width, from));
    this.view = [start, start + width];
    this.draw();
    clearTimeout(this.later);
    this.later = setTimeout(() => this.load(), 60);
  }

  /** The place that is heard; the picture follows it. */
  at(second) {
    this.place = second;
    const [from, to] = this.view;
    if (second < from || second > to - (to - from) * 0.04) {
      if (to - from < this.seconds) this.show(second - (to - from) * 0.1, to - from);
    }
    this.element.setAttribute('aria-valuenow', second.toFixed(1));
    this.element.setAttribute('aria-valuetext', t('player.place.of', span(second), span(this.seconds)));
    this.draw();
  }

  x(second) {
    return (second - this.view[0]) / (this.view[1] - this.view[0]) * this.width;
  }

  secondAt(event) {
    const box = this.element.getBoundingClientRect();
    return this.view[0] + (event.clientX - box.left) / box.width * (this.view[1] - this.view[0]);
  }

  press(event) {
    this.element.setPointerCapture(event.pointerId);
    const box = this.element.getBoundingClientRect();
    const mark = event.clientY - box.top < TOP && this.marks.find(({second}) => Math.abs(this.x(second) - (event.clientX - box.left)) < 9);
    this.dispatchEvent(new CustomEvent('seek', {detail: mark ? mark.second : this.secondAt(event)}));
  }

  wheel(event) {
    if (!event.ctrlKey && Math.abs(event.deltaX) < Math.abs(event.deltaY)) return;
    event.preventDefault();
    const width = this.view[1] - this.view[0];
    if (event.ctrlKey) this.zoom(event.deltaY < 0 ? 1.25 : 0.8);
    else this.show(this.view[0] + event.deltaX / this.width * width, width);
  }

  draw() {
    cancelAnimationFrame(this.frame);
    this.frame = requestAnimationFrame(() => this.paint());
  }

  paint() {
    if (!this.width) return;
    const dots = devicePixelRatio || 1;
    const {canvas} = this;
    if (canvas.width !== Math.round(this.width * dots) || canvas.height !== Math.round(HEIGHT * dots)) {
      canvas.width = Math.round(this.width * dots);
      canvas.height = Math.round(HEIGHT * dots);
    }
    const pen = canvas.getContext('2d');
    pen.setTransform(dots, 0, 0, dots, 0, 0);
    pen.clearRect(0, 0, this.width, HEIGHT);
    this.colours ??= this.readColours();
    this.paintLanes(pen);
    this.paintGaps(pen);
    this.paintPeaks(pen);
    this.paintWatermark(pen);
    this.paintRuler(pen);
    this.paintMarks(pen);
    this.paintPlace(pen);
  }

  readColours() {
    const style = getComputedStyle(this.element);
    return Object.fromEntries(['ink', 'soft', 'line', 'lane', 'customer', 'ours', 'bad', 'good', 'accent', 'watermark', 'card', 'note']
      .map(name => [name, style.getPropertyValue(`--${name}`).trim()]));
  }

  paintLanes(pen) {
    for (const leg of [0, 1]) {
      pen.fillStyle = this.colours.lane;
      pen.beginPath();
      pen.roundRect(0, TOP + leg * LANE + 2, this.width, LANE - 4, 8);
      pen.fill();
    }
  }

  paintPeaks(pen) {
    if (!this.peaks) return;
    const {from, to, buckets, data} = this.peaks;
    const each = (to - from) / buckets;
    // Telephone speech seldom reaches full scale: drawn as if the loudest of this call did.
    const loudest = this.loudest ??= Math.max(24, ...data.map(Math.abs));
    for (const leg of [0, 1]) {
      const dim = this.solo !== 'both' && this.solo !== leg;
      pen.fillStyle = this.colours[leg === 0 ? 'customer' : 'ours'];
      const middle = TOP + leg * LANE + LANE / 2;
      for (let i = 0; i < buckets; i++) {
        const second = from + i * each;
        const x = this.x(second);
        if (x < -BAR || x > this.width) continue;
        const low = data[(leg * buckets + i) * 2];
        const high = data[(leg * buckets + i) * 2 + 1];
        const scale = (LANE / 2 - 8) / loudest;
        const up = Math.max(0.8, high * scale);
        const down = Math.max(0.8, -low * scale);
        pen.globalAlpha = dim ? 0.14 : second < this.place ? 1 : 0.42;
        pen.fillRect(x, middle - up, BAR - 1, up + down);
      }
    }
    pen.globalAlpha = 1;
  }

  paintGaps(pen) {
    for (const {leg, from, to, lost} of [...this.gaps, ...[...this.damaged].map(second => ({leg: null, from: second, to: second + 1, lost: true}))]) {
      const [x, end] = [this.x(from), this.x(to)];
      const [y, tall] = leg === null ? [TOP + 2, 2 * LANE - 4] : [TOP + leg * LANE + 2, LANE - 4];
      pen.save();
      pen.beginPath();
      pen.rect(x, y, Math.max(2, end - x), tall);
      pen.clip();
      pen.strokeStyle = lost ? this.colours.bad : this.colours.soft;
      pen.globalAlpha = 0.55;
      pen.lineWidth = 1;
      for (let line = x - tall; line < end; line += 7) {
        pen.beginPath();
        pen.moveTo(line, y + tall);
        pen.lineTo(line + tall, y);
        pen.stroke();
      }
      pen.restore();
    }
  }

  paintWatermark(pen) {
    pen.save();
    pen.beginPath();
    pen.rect(0, TOP, this.width, 2 * LANE);
    pen.clip();
    pen.fillStyle = this.colours.watermark;
    pen.font = '600 12px system-ui, sans-serif';
    pen.textBaseline = 'middle';
    pen.translate(this.width / 2, TOP + LANE);
    pen.rotate(-0.14);
    const wide = pen.measureText(this.watermark).width + 70;
    for (let row = -3; row <= 3; row++) {
      for (let x = -this.width / 2 - wide + (row & 1) * wide / 2; x < this.width / 2 + wide; x += wide) {
        pen.fillText(this.watermark, x, row * 46 + 12);
      }
    }
    pen.restore();
  }

  paintRuler(pen) {
    const shown = this.view[1] - this.view[0];
    const step = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600].find(each => each / shown * this.width > 64) ?? 900;
    pen.font = '11px system-ui, sans-serif';
    pen.textBaseline = 'top';
    const y = TOP + 2 * LANE + 6;
    for (let second = Math.ceil(this.view[0] / step) * step; second <= this.view[1]; second += step) {
      const x = this.x(second);
      pen.fillStyle = this.colours.line;
      pen.fillRect(x, y - 5, 1, 4);
      pen.fillStyle = this.colours.soft;
      pen.textAlign = x < 14 ? 'left' : x > this.width - 20 ? 'right' : 'center';
      pen.fillText(span(second), Math.min(this.width, Math.max(0, x)), y);
    }
    pen.fillStyle = this.colours.good;
    for (const [from, to] of this.heard) pen.fillRect(this.x(from), y - 6, Math.max(1, this.x(to) - this.x(from)), 2);
    pen.textAlign = 'left';
  }

  paintMarks(pen) {
    pen.font = '600 11px system-ui, sans-serif';
    pen.textBaseline = 'middle';
    const places = this.marks.map(({second}) => this.x(second));
    for (const [i, {second, label, colour}] of this.marks.entries()) {
      const x = this.x(second);
      if (x < -1 || x > this.width + 1) continue;
      pen.fillStyle = this.colours[colour];
      pen.globalAlpha = 0.5;
      pen.fillRect(x - 0.5, TOP - 6, 1, 2 * LANE + 6);
      pen.globalAlpha = 1;
      pen.beginPath();
      pen.arc(x, 12, 4, 0, 7);
      pen.fill();
      const end = x + 14 + pen.measureText(label).width;
      if (end < Math.min(this.width, places[i + 1] ?? Infinity)) pen.fillText(label, x + 8, 12);
    }
    for (const {second} of this.notes) {
      const x = this.x(second);
      pen.fillStyle = this.colours.note;
      pen.beginPath();
      pen.moveTo(x, TOP + 2 * LANE - 9);
      pen.lineTo(x + 6, TOP + 2 * LANE);
      pen.lineTo(x - 6, TOP + 2 * LANE);
      pen.fill();
    }
  }

  paintPlace(pen) {
    if (this.hover !== null) {
      const x = this.x(this.hover);
      pen.fillStyle = this.colours.soft;
      pen.fillRect(x, TOP, 1, 2 * LANE);
      pen.font = '600 11px system-ui, sans-serif';
      pen.textBaseline = 'middle';
      const text = span(Math.max(0, this.hover), true);
      const wide = pen.measureText(text).width + 12;
      const left = Math.min(this.width - wide, Math.max(0, x - wide / 2));
      pen.fillStyle = this.colours.ink;
      pen.beginPath();
      pen.roundRect(left, TOP + LANE - 9, wide, 18, 6);
      pen.fill();
      pen.fillStyle = this.colours.card;
      pen.fillText(text, left + 6, TOP + LANE + 0.5);
    }
    const x = this.x(this.place);
    pen.fillStyle = this.colours.accent;
    pen.fillRect(x - 1, TOP - 4, 2, 2 * LANE + 8);
    pen.beginPath();
    pen.arc(x, TOP - 4, 5, 0, 7);
    pen.fill();
  }
}
