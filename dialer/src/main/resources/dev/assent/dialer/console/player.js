// One recording: why it is opened, its sound as two legs, what happened when, what the person makes of it.

import {fill, h, icon} from './dom.js';
import {dayAndTime, span, t, tCode, told} from './words.js';
import {act, get, post} from './api.js';
import {bind} from './keys.js';
import {go, say, sayRefused} from './app.js';
import {optOutButton} from './optout.js';
import {purposeForm} from './purpose.js';
import {revealable} from './reveal.js';
import {scorecard} from './scorecard.js';
import {Sound} from './sound.js';
import {Timeline} from './timeline.js';
import {transport} from './transport.js';
import {Waveform} from './waveform.js';

/** @returns what to do when the page is left */
export async function playerPage(main, person, recording) {
  let review;
  try {
    review = await act('qa.checkpoints', {recording});
  } catch (refusal) {
    fill(main, h('div.center', h('div.card.bad', h('h1', t('player.cannot')), h('p', told(refusal.said) || tCode('refused', refusal.code)), h('a', {href: '#/queue'}, t('player.back')))));
    return () => {};
  }
  const {item} = review;
  let why = {};              // told when it is opened
  const number = revealable(recording, 'number', item.maskedNumber, () => why);
  const timeline = new Timeline(recording, review.notes ?? []);
  const stage = h('div.stage', purposeForm(open));
  const banner = h('div.banner', {role: 'alert'});
  const holds = h('span');
  let sound = null;
  let wave = null;

  fill(main, h('div.page.player',
    h('div.head', h('a.backlink', {href: '#/queue', title: `${t('player.back')} (u)`, 'aria-label': t('player.back')}, icon('back')),
      h('div.titles', h('h1', item.campaign, ' ', h('span.soft', dayAndTime(item.startedAt, item.zone))),
        h('p.facts', number, fact(span(item.seconds)), h(`span.badge.o-${item.outcome.toLowerCase()}`, tCode('outcome', item.outcome)),
          (item.flags ?? []).map(({code, said, detail}) => h('span.flag', {title: detail}, told(said) || tCode('flag', code))), holds)),
      h('span.grow'), optOutButton(recording, () => sound?.position ?? 0)),
    banner,
    h('section.card.sound', {'aria-label': t('player.sound')}, stage),
    h('div.columns', timeline.element, scorecard(recording, review)),
    h('p.fine.microphone', icon('warn'), t('player.microphone'))));
  addEventListener('pagehide', leave);
  bind('u', t('player.back'), () => go('/queue'));
  bind('v', t('reveal.number'), number.reveal);
  return leave;

  async function open(purpose, caseId) {
    const url = `/api/recordings/${recording}`;
    try {
      const opened = await post(`${url}/open`, {purpose, caseId});
      why = {purpose, caseId};
      fill(holds, h('span.verdict.soft', t('verdict.checking')));
      if (opened.seconds === 0) {
        showVerdict(await get(`${url}/verdict`));
        return;
      }
      sound = new Sound(`${url}/audio.wav`, opened.seconds);
      wave = new Waveform(`${url}/waveform`, opened.seconds, watermark(opened.watermark));
      wave.heard = review.heard ?? [];
      listen();
      fill(stage, h('div.lanes', h('div.legnames', h('span.c-customer', t('leg.CALLEE')), h('span.c-ours', t('leg.SYSTEM'))), wave.element),
        transport(sound, wave, () => [...timeline.marks, ...timeline.notes]));
      timeline.opened(sound, wave);
      wave.element.focus({preventScroll: true});
      sound.play();
      get(`${url}/marks`).then(all => timeline.set(all), sayRefused);
      get(`${url}/verdict`).then(showVerdict, sayRefused);
      if (item.state === 'OPEN') await act('qa.take', {recording});
    } catch (refusal) {
      sayRefused(refusal);
    }
  }

  function listen() {
    const refused = event => sayRefused(event.detail);
    sound.addEventListener('refused', refused);
    wave.addEventListener('refused', refused);
    sound.addEventListener('damaged', ({detail: second}) => {
      if (wave.damaged.has(second)) return; // told already
      wave.damaged.add(second);
      wave.draw();
      say(t('player.damaged.second', span(second)), 'bad');
    });
  }

  function showVerdict({code, said, seconds, damaged}) {
    if (code === 'COMPLETE') {
      fill(holds, h('span.verdict.good', icon('check'), t('verdict.COMPLETE.more', span(seconds))));
      return;
    }
    fill(holds);
    damaged.forEach(second => wave?.damaged.add(second));
    wave?.draw();
    fill(banner, h('p.verdict.bad', icon('warn'), h('b', tCode('verdict', code)), ' ',
      t(`verdict.${code}.more`, span(seconds), said ?? ''), ' ', damaged.length > 0 && t('player.damaged.seconds', damaged.length)));
  }

  function watermark({user, at, why}) {
    return `${user} · ${dayAndTime(at, item.zone)} · ${why}`;
  }

  function leave() {
    removeEventListener('pagehide', leave);
    number.hide();
    sound?.close();
    wave?.close();
    if (sound) post(`/api/recordings/${recording}/close`).catch(() => {});
    sound = null;
    wave = null;
  }
}

function fact(text) {
  return h('span.figures', text);
}
