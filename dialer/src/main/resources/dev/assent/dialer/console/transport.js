// Play, speed, which leg, where.

import {choose, fill, h, icon, segmented} from './dom.js';
import {span, t} from './words.js';
import {bind} from './keys.js';

const SPEEDS = [0.5, 0.75, 1, 1.25, 1.5, 2];

/** The controls under the picture; draws the picture's place while sound plays. */
export function transport(sound, wave, marks) {
  const button = h('button.play', {type: 'button', onclick: toggle});
  const time = h('output.time.figures', {'aria-label': t('player.place')});
  const speeds = segmented('speed', t('player.speed'), SPEEDS.map(speed => ({value: String(speed), label: `${speed}×`})), '1', value => sound.setRate(Number(value)));
  const legs = segmented('legs', t('player.legs'), [
    {value: 'both', label: t('leg.both'), key: 'b'}, {value: '0', label: t('leg.CALLEE'), key: 'c'}, {value: '1', label: t('leg.SYSTEM'), key: 'a'},
  ], 'both', hear);
  let frame = 0;

  sound.addEventListener('changed', show);
  sound.addEventListener('moved', follow);
  wave.addEventListener('seek', event => sound.seek(event.detail));
  bind(' ', t('player.keys.play'), toggle, {shown: t('key.space')});
  bind('ArrowLeft', t('player.keys.back5'), () => sound.seek(sound.position - 5), {shown: '←'});
  bind('ArrowRight', t('player.keys.on5'), () => sound.seek(sound.position + 5), {shown: '→'});
  bind('Shift+ArrowLeft', t('player.keys.back1'), () => sound.seek(sound.position - 1), {shown: '⇧ ←'});
  bind('Shift+ArrowRight', t('player.keys.on1'), () => sound.seek(sound.position + 1), {shown: '⇧ →'});
  bind('Home', t('player.keys.start'), () => sound.seek(0));
  bind(',', t('player.keys.previous'), () => jump(-1));
  bind('.', t('player.keys.next'), () => jump(1));
  bind('[', t('player.keys.slower'), () => speed(-1));
  bind(']', t('player.keys.faster'), () => speed(1));
  bind('b', t('player.keys.both'), () => leg('both'));
  bind('c', t('player.keys.customer'), () => leg('0'));
  bind('a', t('player.keys.ours'), () => leg('1'));
  bind('+', t('player.keys.nearer'), () => wave.zoom(2));
  bind('=', t('player.keys.nearer'), () => wave.zoom(2), {shown: ''});
  bind('-', t('player.keys.farther'), () => wave.zoom(0.5));
  show();
  return h('div.transport', button, time, h('span.grow'), legs, speeds);

  function toggle() {
    if (sound.playing) sound.pause();
    else sound.play();
  }

  function show() {
    fill(button, icon(sound.playing ? 'pause' : 'play'));
    button.setAttribute('aria-label', t(sound.playing ? 'player.pause' : 'player.play'));
    button.title = `${t(sound.playing ? 'player.pause' : 'player.play')} (${t('key.space')})`;
    follow();
  }

  function follow() {
    cancelAnimationFrame(frame);
    const place = sound.position;
    wave.at(place);
    fill(time, h('b', span(place, true)), h('span.soft', ` / ${span(sound.seconds)}`));
    if (sound.playing) frame = requestAnimationFrame(follow);
  }

  function jump(way) {
    const place = sound.position;
    const places = marks().map(({second}) => second).sort((a, b) => a - b);
    const next = way > 0 ? places.find(second => second > place + 0.1) : places.findLast(second => second < place - 1);
    if (next !== undefined) sound.seek(next);
    else if (way < 0) sound.seek(0);
  }

  function speed(way) {
    const at = Math.min(SPEEDS.length - 1, Math.max(0, SPEEDS.indexOf(sound.rate) + way));
    choose(speeds, String(SPEEDS[at]));
    sound.setRate(SPEEDS[at]);
  }

  function leg(value) {
    choose(legs, value);
    hear(value);
  }

  function hear(value) {
    const chosen = value === 'both' ? 'both' : Number(value);
    sound.setLegs(chosen);
    wave.solo = chosen;
    wave.draw();
  }
}
