// What happened when: marks, gaps and notes in one list; notes are written at the second that is heard.

import {fill, h, icon} from './dom.js';
import {span, t, tCode} from './words.js';
import {act} from './api.js';
import {bind} from './keys.js';
import {sayRefused} from './app.js';

/** How each kind of mark is drawn. */
const COLOURS = {CONSENT: 'good', KEY: 'accent', PROMPT: 'ours', HOLD: 'soft', RESUME: 'soft', CODEC: 'soft', TRANSFER: 'soft', NOTE: 'note'};

/** A mark as the picture shows it. */
export function drawnMark({second, kind, detail}) {
  return {second, colour: COLOURS[kind] ?? 'soft', label: kind === 'PROMPT' ? tCode('prompt', detail) : t(`mark.${kind}`)};
}

export class Timeline {
  /**
   * @param {string} recording
   * @param {Array} notes that stand there already
   */
  constructor(recording, notes) {
    Object.assign(this, {recording, notes: [...notes], marks: [], gaps: [], sound: null, wave: null});
    this.list = h('ol.events');
    this.text = h('input', {name: 'note', maxlength: '500', placeholder: t('note.placeholder'), 'aria-label': t('note.placeholder'), autocomplete: 'off', onkeydown: event => this.key(event), onfocus: () => this.hold()});
    this.when = h('span.when.figures', '0:00');
    this.element = h('section.card.timeline', {'aria-labelledby': 'timeline-title'},
      h('div.cardhead', h('h2', {id: 'timeline-title'}, t('timeline.title')), h('span.soft', t('timeline.sub'))),
      this.list,
      h('form.note', {onsubmit: event => { event.preventDefault(); this.store(); }}, this.when, this.text, h('button.quiet', {type: 'submit'}, t('note.save'))));
    bind('n', t('note.keys.new'), () => this.text.focus());
    this.draw();
  }

  /** Sound was opened: from now on entries can be gone to. */
  opened(sound, wave) {
    Object.assign(this, {sound, wave});
    this.draw();
  }

  set({marks, gaps}) {
    Object.assign(this, {marks, gaps});
    this.draw();
  }

  hold() {
    this.second = this.sound?.position ?? 0;
    this.when.textContent = span(this.second);
  }

  key(event) {
    if (event.key === 'Escape') {
      this.text.value = '';
      this.text.blur();
    }
  }

  async store() {
    const text = this.text.value.trim();
    if (!text) return;
    this.text.blur(); // so that keys work on while it is written down
    try {
      const second = Math.floor(this.second ?? 0);
      const {note} = await act('qa.note', {recording: this.recording, second, text});
      this.notes.push(note ?? {second, text});
      this.text.value = '';
      this.draw();
    } catch (refusal) {
      sayRefused(refusal);
    }
  }

  draw() {
    if (this.wave) {
      this.wave.marks = this.marks.map(drawnMark);
      this.wave.gaps = this.gaps;
      this.wave.notes = this.notes;
      this.wave.draw();
    }
    const entries = [
      ...this.marks.map(mark => ({second: mark.second, colour: COLOURS[mark.kind] ?? 'soft', what: t(`mark.${mark.kind}`), more: detail(mark)})),
      ...this.gaps.map(gap => ({second: gap.from, colour: gap.lost ? 'bad' : 'soft', what: t(gap.lost ? 'gap.lost' : 'gap.thin', gap.to - gap.from), more: gap.leg === null ? '' : t(`leg.${gap.leg === 0 ? 'CALLEE' : 'SYSTEM'}`)})),
      ...this.notes.map(note => ({second: note.second, colour: 'note', what: note.text, more: note.by ?? '', note: true})),
    ].sort((a, b) => a.second - b.second);
    fill(this.list, entries.length ? entries.map(entry => this.entry(entry)) : h('li.empty', t('timeline.empty')));
  }

  entry({second, colour, what, more, note}) {
    return h('li', h('button.event', {type: 'button', disabled: !this.sound, onclick: () => this.sound.seek(Math.max(0, second - 0.2))},
      h('span.when.figures', span(second)), note ? icon('note') : h(`i.dot.c-${colour}`), h('span.what', what), more && h('span.soft', more)));
  }
}

function detail({kind, detail}) {
  if (kind === 'PROMPT') return tCode('prompt', detail);
  if (kind === 'KEY') return t('mark.KEY.masked');
  return '';
}
