// The listening queue: what is mine to hear, first where the customer spoke and nobody has listened.

import {choose, fill, h, segmented} from './dom.js';
import {clock, shortDay, span, t, tCode, told} from './words.js';
import {act} from './api.js';
import {bind} from './keys.js';
import {go, sayRefused} from './app.js';

/** Kept while somebody goes to a recording and back. */
const kept = {filter: {show: 'due', campaign: '', outcome: '', flag: '', from: '', to: ''}, selected: null};

export async function queuePage(main, person) {
  let items = [];
  let cursor = null;
  let at = 0;
  let asked = 0;
  const {filter} = kept;
  const rows = h('tbody');
  const count = h('p.count', {role: 'status'});
  const more = h('button.quiet.wide', {type: 'button', onclick: () => load(true)}, t('queue.more'));
  const shows = segmented('show', t('queue.show'), ['due', 'mine', 'done', 'all'].map(value => ({value, label: t(`queue.show.${value}`)})),
    filter.show, value => { filter.show = value; load(); });
  const campaign = select('campaign', 'queue.campaign', []);
  const outcome = select('outcome', 'queue.outcome', []);
  const flag = select('flag', 'queue.flag', []);
  const from = date('from');
  const to = date('to');

  fill(main, h('div.page',
    h('div.head', h('h1', t('queue.title')), count, h('span.grow'), shows),
    h('div.filters', {role: 'search', 'aria-label': t('queue.filters')}, campaign, outcome, flag,
      h('label.inline', h('span', t('queue.from')), from), h('label.inline', h('span', t('queue.to')), to),
      h('button.quiet', {type: 'button', onclick: clear}, t('queue.clear'))),
    h('div.card.tablecard',
      h('table.queue', {role: 'grid', 'aria-label': t('queue.title')},
        h('thead', h('tr', ['why', 'when', 'campaign', 'number', 'length', 'outcome', 'flags', 'state'].map(name =>
          h(`th.${name}`, {scope: 'col'}, t(`queue.column.${name}`))))),
        rows), more),
    h('p.fine.keyline', h('kbd', 'j'), h('kbd', 'k'), ' ', t('queue.keys.move'), '  ', h('kbd', '⏎'), ' ', t('queue.keys.open'), '  ',
      h('kbd', 'f'), ' ', t('queue.keys.filter'), '  ', h('kbd', '?'), ' ', t('key.help'))));

  bind('j', t('queue.keys.down'), () => move(1), {shown: 'j ↓'});
  bind('k', t('queue.keys.up'), () => move(-1), {shown: 'k ↑'});
  bind('ArrowDown', t('queue.keys.down'), () => move(1), {shown: ''});
  bind('ArrowUp', t('queue.keys.up'), () => move(-1), {shown: ''});
  bind('Enter', t('queue.keys.open'), () => items[at] && opens(items[at]), {shown: '⏎'});
  bind('f', t('queue.keys.filter'), () => campaign.querySelector('select').focus());
  bind('r', t('queue.keys.reload'), () => load());
  for (const [key, value] of [['1', 'due'], ['2', 'mine'], ['3', 'done'], ['4', 'all']]) {
    bind(key, `${t('queue.show')}: ${t(`queue.show.${value}`)}`, () => { filter.show = value; choose(shows, value); load(); });
  }
  await load();

  async function load(further = false) {
    const mine = ++asked;
    rows.setAttribute('aria-busy', 'true');
    try {
      const answer = await act('qa.queue', request(further ? cursor : null));
      if (mine !== asked) return;
      items = further ? [...items, ...answer.items] : answer.items;
      cursor = answer.next ?? null;
      refill(campaign, answer.campaigns ?? unique(items.map(item => item.campaign)), name => name);
      refill(outcome, answer.outcomes ?? unique(items.map(item => item.outcome)), code => tCode('outcome', code));
      refill(flag, answer.flags ?? unique(items.flatMap(item => item.flags.map(({code}) => code))), code => tCode('flag', code));
      if (!further) at = Math.max(0, items.findIndex(item => item.recording === kept.selected));
      draw(answer);
    } catch (refusal) {
      if (mine !== asked) return;
      fill(rows, h('tr', h('td.empty', {colspan: '8'}, t('queue.failed'))));
      sayRefused(refusal);
    } finally {
      rows.removeAttribute('aria-busy');
    }
  }

  function request(next) {
    const body = {};
    for (const name of ['campaign', 'outcome', 'flag', 'from', 'to']) if (filter[name]) body[name] = filter[name];
    if (filter.show === 'mine') body.assigned = 'me';
    if (filter.show !== 'all') body.state = filter.show === 'done' ? 'DONE' : 'DUE';
    if (next) body.cursor = next;
    return body;
  }

  function draw(answer) {
    more.hidden = !cursor;
    count.textContent = t('queue.count', answer.total ?? `${items.length}${cursor ? '+' : ''}`, answer.unheard ?? items.filter(unheard).length);
    fill(rows, items.length ? items.map(row)
      : h('tr', h('td.empty', {colspan: '8'}, h('b', t('queue.empty')), h('br'), t('queue.empty.more'))));
    select_(at, false);
  }

  function row(item, index) {
    return h(`tr.item.${item.state.toLowerCase()}`, {tabindex: '-1', 'data-recording': item.recording,
      onclick: () => { select_(index); opens(item); }, onfocus: () => select_(index, false)},
    h('td.why', why(item)),
    h('td.when', h('b', clock(item.startedAt, item.zone)), h('small', shortDay(item.startedAt, item.zone))),
    h('td.campaign', item.campaign),
    h('td.number.figures', item.maskedNumber),
    h('td.length.figures', span(item.seconds)),
    h('td.outcome', h(`span.badge.o-${item.outcome.toLowerCase()}`, tCode('outcome', item.outcome))),
    h('td.flags', item.flags.length ? item.flags.map(({code, said, detail}) => h('span.flag', {title: detail}, told(said) || tCode('flag', code))) : h('span.soft', '–')),
    h('td.state', item.verdict ? h(`span.score.s-${item.verdict.toLowerCase()}`, tCode('score', item.verdict), item.score !== undefined && ` ${item.score}`) : h('span.soft', tCode('state', item.state)),
      item.assignee && h('small', item.assignee === person.user ? t('queue.me') : item.assignee)));
  }

  function why(item) {
    if (unheard(item)) return h('span.why.first', {title: t('why.speech.more')}, t('why.speech'));
    if (item.flags.length) return h('span.why.flagged', t('why.flagged'));
    if (item.sampled) return h('span.why', t('why.sampled'));
    return h('span.why.soft', t('why.other'));
  }

  function move(by) {
    if (items.length) select_(Math.min(items.length - 1, Math.max(0, at + by)));
  }

  function select_(index, focus = true) {
    at = index;
    kept.selected = items[index]?.recording ?? null;
    [...rows.children].forEach((tr, i) => {
      tr.classList.toggle('selected', i === index);
      if (tr.classList.contains('item')) {
        tr.setAttribute('aria-selected', String(i === index));
        tr.tabIndex = i === index ? 0 : -1;
      }
    });
    if (focus) rows.children[index]?.focus();
    rows.children[index]?.scrollIntoView({block: 'nearest'});
  }

  function opens(item) {
    kept.item = item;
    go(`/recording/${item.recording}`);
  }

  function clear() {
    Object.assign(filter, {campaign: '', outcome: '', flag: '', from: '', to: ''});
    for (const input of [from, to]) input.value = '';
    load();
  }

  function select(name, key) {
    return h('label.inline', h('span', t(key)), h('select', {name, onchange: event => { filter[name] = event.target.value; load(); }}));
  }

  function refill(label, values, text) {
    const list = label.querySelector('select');
    const chosen = filter[list.name];
    const all = chosen && !values.includes(chosen) ? [...values, chosen] : values;
    fill(list, h('option', {value: ''}, t('queue.any')), all.map(value => h('option', {value}, text(value))));
    list.value = chosen;
  }

  function date(name) {
    return h('input', {type: 'date', name, value: filter[name], onchange: event => { filter[name] = event.target.value; load(); }});
  }
}

/** The item that was opened from the queue, if it is this recording. */
export function openedItem(recording) {
  return kept.item?.recording === recording ? kept.item : null;
}

/** The customer said something, and nobody has heard it. */
function unheard(item) {
  return item.customerSpeechMs > 0 && !item.heardSeconds;
}

function unique(values) {
  return [...new Set(values)].sort();
}
