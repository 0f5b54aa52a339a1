// Why somebody listens, asked before anything is opened: the engine writes it down first (R52).

import {h, segmented} from './dom.js';
import {t} from './words.js';

const PURPOSES = ['QUALITY', 'TRAINING', 'DISPUTE', 'COMPLIANCE'];

/** Nobody opens a recording for these without saying which case it is. */
const NEED_CASE = new Set(['DISPUTE', 'COMPLIANCE']);

/** What was said last: most people listen to many calls for one reason. */
const last = {purpose: 'QUALITY', caseId: ''};

/** @param {(purpose: string, caseId: string) => Promise<void>} open */
export function purposeForm(open) {
  let purpose = last.purpose;
  const caseId = h('input', {name: 'case', value: last.caseId, required: NEED_CASE.has(purpose), maxlength: '64', autocomplete: 'off', spellcheck: 'false', placeholder: t('purpose.case.example')});
  const button = h('button.main', t('purpose.do'));
  const form = h('form.purpose', {onsubmit: submit},
    h('h2', t('purpose.title')),
    segmented('purpose', t('purpose.title'), PURPOSES.map(value => ({value, label: t(`purpose.${value}`), title: t(`purpose.${value}.more`)})), purpose, value => { purpose = value; caseId.required = NEED_CASE.has(value); }),
    h('div.row', h('label.inline.case', h('span', t('purpose.case')), caseId), button),
    h('p.fine', t('purpose.fine')));
  queueMicrotask(() => (caseId.value || !caseId.required ? button : caseId).focus());
  return form;

  async function submit(event) {
    event.preventDefault();
    button.disabled = true;
    button.textContent = t('purpose.doing');
    Object.assign(last, {purpose, caseId: caseId.value.trim()});
    try {
      await open(purpose, last.caseId);
    } finally {
      button.disabled = false;
      button.textContent = t('purpose.do');
    }
  }
}
