// Signing in: name, passphrase, and the six digits of the person's authenticator.

import {fill, h} from './dom.js';
import {t, told} from './words.js';
import {login} from './api.js';

export function loginPage(main, signedIn) {
  const user = h('input', {name: 'user', autocomplete: 'username', required: true, spellcheck: 'false', autocapitalize: 'none'});
  const passphrase = h('input', {name: 'passphrase', type: 'password', autocomplete: 'current-password', required: true});
  const code = h('input', {name: 'code', inputmode: 'numeric', autocomplete: 'one-time-code', pattern: '[0-9]{6}', maxlength: '6', required: true});
  const trouble = h('p.trouble', {role: 'alert'});
  const button = h('button.main', t('login.do'));
  const form = h('form.card.login', {onsubmit: submit},
    h('h1', t('login.title')),
    h('p.soft', t('login.sub')),
    field('login.user', user), field('login.passphrase', passphrase), field('login.code', code),
    trouble, button,
    h('p.fine', t('login.fine')));
  fill(main, h('div.center', form));
  user.focus();

  async function submit(event) {
    event.preventDefault();
    button.disabled = true;
    button.textContent = t('login.doing');
    trouble.textContent = '';
    try {
      signedIn(await login(user.value.trim(), passphrase.value, code.value));
    } catch (refusal) {
      const known = t(`refused.${refusal.code}`);
      trouble.textContent = told(refusal.said) || (known.startsWith('refused.') ? t('login.refused') : known);
      code.value = '';
      code.focus();
    } finally {
      passphrase.value = passphrase.isConnected ? passphrase.value : '';
      button.disabled = false;
      button.textContent = t('login.do');
    }
  }
}

/** A labelled field. */
export function field(key, input, hint) {
  return h('label.field', h('span', t(key)), input, hint && h('small', hint));
}
