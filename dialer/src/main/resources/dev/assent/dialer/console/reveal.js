// One field in the clear, for a minute, after the person proved once more who they are (R51).

import {fill, h, icon} from './dom.js';
import {t} from './words.js';
import {act} from './api.js';
import {open} from './keys.js';
import {sayRefused} from './app.js';

const FOR = 60; // seconds

/**
 * A masked value with a button beside it. `bindTo` also calls the returned element's `reveal`.
 * @param {() => {purpose?: string, caseId?: string}} why what the recording was opened for
 */
export function revealable(recording, field, masked, why) {
  let timer = 0;
  const value = h('span.value.figures', masked);
  const left = h('span.left.soft', {'aria-hidden': 'true'});
  const button = h('button.quiet', {type: 'button', title: t(`reveal.${field}`), 'aria-label': t(`reveal.${field}`), onclick: reveal}, icon('eye'));
  const element = h('span.revealable', value, left, button);
  element.reveal = reveal;
  element.hide = hide;
  document.addEventListener('visibilitychange', () => { if (document.hidden) hide(); });
  return element;

  async function reveal() {
    if (timer) {
      hide();
      return;
    }
    try {
      const answer = await act('qa.reveal', {recording, field, ...why()});
      show(answer.value);
    } catch (refusal) {
      if (refusal.code === 'STEP_UP') await proveAgain(reveal);
      else sayRefused(refusal);
    }
  }

  function show(clear) {
    let seconds = FOR;
    value.textContent = clear;
    element.classList.add('clear');
    left.textContent = `${seconds} s`;
    timer = setInterval(() => {
      seconds--;
      left.textContent = `${seconds} s`;
      if (seconds <= 0) hide();
    }, 1000);
  }

  function hide() {
    clearInterval(timer);
    timer = 0;
    value.textContent = masked;
    left.textContent = '';
    element.classList.remove('clear');
  }
}

/** Asks for the six digits again; then does what was asked for. */
function proveAgain(then) {
  const code = h('input', {name: 'code', inputmode: 'numeric', autocomplete: 'one-time-code', pattern: '[0-9]{6}', maxlength: '6', required: true, autofocus: true, 'aria-label': t('login.code')});
  const trouble = h('p.trouble', {role: 'alert'});
  const dialog = h('dialog.stepup', {'aria-labelledby': 'stepup-title'},
    h('form', {onsubmit: submit},
      h('h2', {id: 'stepup-title'}, icon('lock'), t('stepup.title')),
      h('p.soft', t('stepup.more')),
      code, trouble,
      h('div.row', h('button.quiet', {type: 'button', onclick: () => dialog.close()}, t('cancel')), h('span.grow'), h('button.main', t('stepup.do')))));
  open(dialog);

  async function submit(event) {
    event.preventDefault();
    try {
      await act('session.step-up', {code: code.value});
      dialog.close();
      await then();
    } catch (refusal) {
      fill(trouble, t('stepup.refused'));
      code.value = '';
      code.focus();
    }
  }
}
