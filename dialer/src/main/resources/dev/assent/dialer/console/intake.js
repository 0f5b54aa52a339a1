// Taking a refusal down while the customer is on the line: it can only add, and looks nothing up.

import {fill, h} from './dom.js';
import {clock, spoken, t} from './words.js';
import {act} from './api.js';
import {bind} from './keys.js';
import {say, sayRefused} from './app.js';
import {field} from './login.js';

const CHANNELS = ['PHONE', 'CHAT', 'MAIL', 'COUNTER', 'OTHER'];

export function intakePage(main) {
  const number = h('input.big', {name: 'number', required: true, autocomplete: 'off', inputmode: 'tel', spellcheck: 'false', maxlength: '64'});
  const channel = h('select', {name: 'channel'}, CHANNELS.map(code => h('option', {value: code}, t(`channel.${code}`))));
  const at = h('input', {name: 'at', type: 'datetime-local'});
  const button = h('button.main', t('intake.do'));
  const receipt = h('section.receipt', {'aria-live': 'assertive'});
  fill(main, h('div.center', h('div.intake',
    h('form.card', {onsubmit: submit},
      h('h1', t('intake.title')),
      h('p.soft', t('intake.sub')),
      field('intake.number', number, t('intake.number.hint')),
      h('div.two', field('intake.channel', channel), field('intake.at', at, t('intake.at.hint'))),
      button,
      h('p.fine', t('intake.fine'))),
    receipt)));
  number.focus();
  bind('n', t('intake.next'), () => number.focus());

  async function submit(event) {
    event.preventDefault();
    button.disabled = true;
    const request = {number: number.value.trim(), channel: channel.value, lang: spoken()};
    if (at.value) request.at = new Date(at.value).toISOString();
    try {
      show(await act('refusal.add', request));
      number.value = '';
      at.value = '';
    } catch (refusal) {
      sayRefused(refusal);
    } finally {
      button.disabled = false;
      number.focus();
    }
  }

  function show({receipt: code, durable, at: when}) {
    fill(receipt, durable
      ? h('div.card.good', h('p', t('intake.done')), h('p.receiptno', code),
        h('p.soft', t('intake.read', clock(when))))
      : h('div.card.bad', h('p', t('intake.pending')), h('p.receiptno', code ?? '')));
    say(durable ? t('intake.done') : t('intake.pending'), durable ? 'good' : 'bad');
  }
}
