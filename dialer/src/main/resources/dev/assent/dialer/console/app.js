// Starts the pages: words, theme, who is signed in; then the page that the address names after '#'.

import {fill, h, icon} from './dom.js';
import {speak, spoken, t, told} from './words.js';
import {logout, session, whenSessionEnds} from './api.js';
import {bind, helpDialog, unbindAll} from './keys.js';
import {loginPage} from './login.js';
import {queuePage} from './queue.js';
import {playerPage} from './player.js';
import {intakePage} from './intake.js';

const main = document.getElementById('main');
const bar = document.getElementById('bar');
const live = document.getElementById('said');
const state = {person: null, leave: () => {}};

/** Tells everybody: shown for a while, and read out by screen readers. */
export function say(text, kind = 'plain') {
  const line = h(`div.toast.${kind}`, text);
  live.append(line);
  setTimeout(() => line.remove(), kind === 'bad' ? 12000 : 5000);
}

/** Says a refusal in the person's language. */
export function sayRefused(trouble) {
  const known = t(`refused.${trouble.code}`);
  const text = told(trouble.said) || (known.startsWith('refused.') ? t('refused.OTHER', trouble.code ?? trouble.message) : known);
  say(trouble.next ? `${text} — ${told(trouble.next)}` : text, 'bad');
}

/** Goes to a page: '/queue', '/recording/ID', '/intake'. */
export function go(path) {
  if (location.hash === `#${path}`) show();
  else location.hash = path;
}

export function has(...roles) {
  return roles.some(role => state.person?.roles.includes(role));
}

async function show() {
  state.leave();
  state.leave = () => {};
  unbindAll();
  for (const open of document.querySelectorAll('dialog')) open.remove();
  live.replaceChildren();
  drawBar();
  document.title = state.person ? t('title') : t('title.sign_in');
  if (!state.person) {
    loginPage(main, signedIn);
    return;
  }
  bind('?', t('key.help'), helpDialog);
  const [, page, id] = location.hash.slice(1).split('/');
  const pages = {
    queue: () => queuePage(main, state.person),
    recording: () => playerPage(main, state.person, id),
    intake: () => intakePage(main, state.person),
  };
  const home = has('QA') ? 'queue' : 'intake';
  const allowed = page in pages && (page === 'intake' ? has('INTAKE') : has('QA'));
  if (!allowed && page !== home) {
    location.replace(`#/${home}`);
    return;
  }
  main.focus({preventScroll: true});
  state.leave = (await pages[page]()) ?? (() => {});
}

function signedIn(person) {
  state.person = person;
  show();
}

function signedOut() {
  if (!state.person) return;
  state.person = null;
  show();
  say(t('session.ended'), 'bad');
}

function drawBar() {
  const {person} = state;
  document.getElementById('skip').textContent = t('skip');
  fill(bar,
    h('a.brand', {href: person ? '#/' : null, 'aria-label': 'Assent'}, h('img', {src: '/icon.svg', alt: ''}), h('b', 'Assent')),
    person && h('nav', {'aria-label': t('nav')},
      has('QA') && link('/queue', t('nav.queue')),
      has('INTAKE') && link('/intake', t('nav.intake'))),
    h('span.grow'),
    person?.simulated && h('span.badge.sim', {title: t('simulated.more')}, t('simulated')),
    h('button.quiet', {type: 'button', title: t('language.other'), lang: spoken() === 'zh' ? 'en' : 'zh-CN', id: 'language', onclick: switchLanguage},
      spoken() === 'zh' ? 'English' : '中文'),
    h('button.quiet', {type: 'button', id: 'theme', title: t('theme'), 'aria-label': t('theme'), onclick: switchTheme}, icon(isDark() ? 'sun' : 'moon')),
    person && h('button.quiet', {type: 'button', id: 'help', title: `${t('key.help')} (?)`, 'aria-label': t('key.help'), onclick: helpDialog}, icon('keys')),
    person && h('span.who', person.user),
    person && h('button.quiet', {type: 'button', id: 'logout', title: t('logout'), 'aria-label': t('logout'), onclick: leave}, icon('out')));
}

function link(path, text) {
  const here = location.hash.slice(1).startsWith(path) || (path === '/queue' && location.hash.startsWith('#/recording'));
  return h('a', {href: `#${path}`, 'aria-current': here ? 'page' : null}, text);
}

async function leave() {
  state.leave();
  state.leave = () => {};
  await logout().catch(() => {});
  state.person = null;
  history.replaceState(null, '', '/');
  show();
}

async function switchLanguage() {
  await speak(spoken() === 'zh' ? 'en' : 'zh');
  show();
}

function isDark() {
  const chosen = document.documentElement.dataset.theme;
  return chosen ? chosen === 'dark' : matchMedia('(prefers-color-scheme: dark)').matches;
}

function switchTheme() {
  const theme = isDark() ? 'light' : 'dark';
  document.documentElement.dataset.theme = theme;
  localStorage.setItem('assent.theme', theme);
  document.dispatchEvent(new Event('theme'));
  drawBar();
}

const theme = localStorage.getItem('assent.theme');
if (theme) document.documentElement.dataset.theme = theme;
whenSessionEnds(signedOut);
await speak();
state.person = await session().catch(() => null);
addEventListener('hashchange', show);
show();
