// "Asked not to be called": one key at the second it was heard. Shown as done only when the engine said that
// it is on disk.

import {fill, h, icon} from './dom.js';
import {span, t} from './words.js';
import {act} from './api.js';
import {bind} from './keys.js';
import {say, sayRefused} from './app.js';

/** @param {() => number} heard the second that is heard now */
export function optOutButton(recording, heard) {
  const button = h('button.optout', {type: 'button', onclick: optOut, title: t('optout.more')}, icon('stop'), t('optout.do'), h('kbd', '9'));
  let done = false;
  bind('9', t('optout.key'), optOut);
  return button;

  async function optOut() {
    if (done || button.disabled) return;
    const second = Math.floor(heard());
    button.disabled = true;
    fill(button, icon('stop'), t('optout.doing'));
    try {
      const answer = await act('qa.optout', {recording, second});
      done = answer.durable;
      button.classList.toggle('done', done);
      button.classList.toggle('pending', !done);
      fill(button, icon(done ? 'check' : 'warn'), done ? t('optout.done', answer.numbers ?? '') : t('optout.pending'));
      say(done ? t('optout.said', span(second)) : t('optout.pending.more'), done ? 'good' : 'bad');
    } catch (refusal) {
      fill(button, icon('warn'), t('optout.failed'), h('kbd', '9'));
      button.classList.add('pending');
      sayRefused(refusal);
    } finally {
      button.disabled = done;
    }
  }
}
