// One table of keys for the page that is shown: what a key does, and the dialog that lists them.

import {h} from './dom.js';
import {t} from './words.js';

let bound = new Map();

/**
 * Binds a key (KeyboardEvent.key, lower case unless it is a name like 'Enter') until the page is left; `shown` is
 * how the list of keys writes it, empty for a second way to do the same.
 */
export function bind(key, says, act, {shown = key} = {}) {
  bound.set(key, {says, act, shown});
}

export function unbindAll() {
  bound = new Map();
}

/** Whether a key pressed there belongs to the field, not to the page. */
function isTyping(target) {
  return target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement
    || (target instanceof HTMLInputElement && !['radio', 'checkbox', 'button'].includes(target.type));
}

addEventListener('keydown', event => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (document.querySelector('dialog[open]') || isTyping(event.target)) return;
  const onControl = event.target instanceof HTMLButtonElement || event.target instanceof HTMLAnchorElement;
  if (onControl && (event.key === 'Enter' || event.key === ' ')) return;
  const name = (event.shiftKey && event.key.startsWith('Arrow') ? 'Shift+' : '') + (event.key.length === 1 ? event.key.toLowerCase() : event.key);
  const binding = bound.get(name);
  if (!binding) return;
  event.preventDefault();
  binding.act();
});

export function helpDialog() {
  const dialog = h('dialog.help', {'aria-labelledby': 'help-title'},
    h('h2', {id: 'help-title'}, t('help.title')),
    h('dl.keys', [...bound.values()].filter(({shown}) => shown).map(({says, shown}) =>
      h('div', h('dt', shown.split(' ').map(key => h('kbd', key))), h('dd', says)))),
    h('p.soft', t('help.note')),
    h('form', {method: 'dialog'}, h('button.main', {autofocus: true}, t('close'))));
  open(dialog);
}

/** Shows a dialog, modal; it leaves the page when it is closed. */
export function open(dialog) {
  document.body.append(dialog);
  dialog.addEventListener('close', () => dialog.remove());
  dialog.showModal();
}
