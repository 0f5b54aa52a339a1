// The scorecard: the script's checkpoints, one answer each, a comment, a verdict.

import {choose, fill, h, segmented} from './dom.js';
import {t, told} from './words.js';
import {act} from './api.js';
import {bind} from './keys.js';
import {say, sayRefused} from './app.js';

const ANSWERS = [['yes', '1'], ['no', '2'], ['na', '3']];
const VERDICTS = ['PASS', 'FAIL'];

/**
 * @param {string} recording
 * @param {{checkpoints: Array, score?: object}} review what the engine holds
 */
export function scorecard(recording, {checkpoints, score}) {
  const answers = new Map(Object.entries(score?.answers ?? {}).map(([id, answer]) => [id, answer.toLowerCase()]));
  let verdict = score?.verdict ?? null;
  let at = 0;
  const bars = checkpoints.map((checkpoint, index) => segmented(`cp-${checkpoint.id}`, told(checkpoint.text),
    ANSWERS.map(([value, key]) => ({value, key, label: t(`answer.${value}`)})), answers.get(checkpoint.id),
    value => { point(index); answered(index, value); }));
  const points = checkpoints.map((checkpoint, index) => h('li.point', {onpointerdown: () => point(index)},
    h('span.text', told(checkpoint.text)), bars[index]));
  const comment = h('textarea', {rows: '1', name: 'comment', maxlength: '1000', placeholder: t('score.comment'), 'aria-label': t('score.comment'), value: score?.comment ?? ''});
  const verdicts = segmented('verdict', t('score.verdict'), VERDICTS.map(value => ({value, label: t(`score.${value}`)})), verdict, value => { verdict = value; state(); });
  const save = h('button.main', {type: 'submit'}, t('score.save'));
  const status = h('span.soft', {role: 'status'}, score ? t('score.saved') : '');
  const done = h('span.done');
  const element = h('section.card.scorecard', {'aria-labelledby': 'score-title'},
    h('div.cardhead', h('h2', {id: 'score-title'}, t('score.title')), done),
    h('form', {onsubmit: event => { event.preventDefault(); store(); }},
      h('ol.points', points), comment,
      h('div.row', verdicts, h('span.grow'), status, save)));

  bind('j', t('score.keys.down'), () => point(Math.min(at + 1, points.length - 1)), {shown: 'j'});
  bind('k', t('score.keys.up'), () => point(Math.max(at - 1, 0)), {shown: 'k'});
  for (const [value, key] of ANSWERS) {
    bind(key, t(`score.keys.${value}`), () => {
      if (!points.length) return;
      choose(bars[at], value);
      answered(at, value);
      point(Math.min(at + 1, points.length - 1));
    });
  }
  for (const [key, value] of [['p', 'PASS'], ['x', 'FAIL']]) {
    bind(key, `${t('score.verdict')}: ${t(`score.${value}`)}`, () => { verdict = value; choose(verdicts, value); state(); });
  }
  bind('s', t('score.save'), store);
  point(0, false);
  state();
  return element;

  function point(index, into = true) {
    at = index;
    points.forEach((li, i) => li.classList.toggle('selected', i === index));
    if (into) points[index]?.scrollIntoView({block: 'nearest'});
  }

  function answered(index, value) {
    answers.set(checkpoints[index].id, value);
    state();
  }

  function state() {
    const missing = checkpoints.filter(({id}) => !answers.has(id)).length;
    fill(done, `${checkpoints.length - missing} / ${checkpoints.length}`);
    save.disabled = missing > 0 || !verdict;
    save.title = missing ? t('score.missing', missing) : verdict ? '' : t('score.noverdict');
  }

  async function store() {
    if (save.disabled) {
      say(save.title, 'bad');
      return;
    }
    save.disabled = true;
    status.textContent = t('score.saving');
    try {
      await act('qa.score', {recording, verdict, comment: comment.value.trim(), answers: Object.fromEntries(answers)});
      status.textContent = t('score.saved');
      say(t('score.saved'), 'good');
    } catch (refusal) {
      status.textContent = '';
      sayRefused(refusal);
    } finally {
      state();
    }
  }
}
