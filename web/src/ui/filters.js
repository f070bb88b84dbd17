/** Filters by any column that makes layers, and by numbers. */

import { say, sayColumn, sayCount, sayNumber, sayValue } from '../strings.js';
import { data, el, fill } from './dom.js';

/** Longer lists of values are for the search. */
const MOST_VALUES = 60;

/** @typedef {{element: HTMLElement, update: () => void}} Block */

/**
 * @param {import('../data/store.js').Store} store
 * @param {import('../data/payload.js').Payload} payload
 */
export function filters(store, payload) {
  const { layers, numbers } = store.index;
  const usable = layers.map((layer, i) => ({ name: layer.column, key: `c${i}`, few: layer.values.length <= MOST_VALUES })).filter(({ few }) => few);
  const choices = [...usable, ...numbers.map(({ column }, i) => ({ name: column, key: `n${i}` }))];
  if (!choices.length) return null;
  /** @type {Map<string, Block>} */
  const blocks = new Map();
  const held = el('div', { class: 'blocks' });
  const choose = el(
    'select',
    { 'aria-label': say('filterBy'), onchange: () => { const key = choose.value; choose.value = ''; void open(key); } },
    el('option', { value: '' }, say('filterNone')),
    ...choices.map(({ name, key }) => el('option', { value: key }, sayColumn(name))),
  );
  const clear = el('button', { type: 'button', class: 'quiet', hidden: true, onclick: () => {
    blocks.clear();
    fill(held);
    store.clearFilters();
  } }, say('filterClear'));
  const active = el('span', { class: 'count' });

  /** @param {string} key */
  const open = async (key) => {
    const column = Number(key.slice(1));
    if (!choices.some((choice) => choice.key === key) || blocks.has(key)) return;
    const block = key[0] === 'c' ? values(store, column) : range(store, column, await payload.numbers(column));
    if (blocks.has(key)) return;
    blocks.set(key, block);
    held.append(block.element);
    block.update();
  };
  const update = () => {
    for (const block of blocks.values()) block.update();
    clear.hidden = !blocks.size;
    fill(active, store.filters ? sayCount('filterActive', store.filters) : '');
  };
  store.onChange(update);
  return {
    element: el('section', { 'aria-label': say('filter') },
      el('details', { class: 'filters' }, el('summary', null, say('filter'), ' ', active), el('div', { class: 'section-head' }, choose, clear), held)),
    open,
  };
}

/**
 * @param {import('../data/store.js').Store} store
 * @param {number} column
 * @returns {Block}
 */
function values(store, column) {
  const layer = store.index.layers[column];
  const ever = new Set(store.codes[column]);
  const order = [...layer.values.keys()].map((i) => i + 1).concat(0).filter((code) => ever.has(code));
  const entries = order.map((code) => {
    const box = el('input', { type: 'checkbox', onchange: () => {
      const left = store.without.get(column)?.slice() ?? new Uint8Array(layer.values.length + 1);
      left[code] = box.checked ? 0 : 1;
      store.setWithout(column, left);
    } });
    const count = el('span', { class: 'count' });
    return { code, box, count, line: el('label', { class: 'layer' }, box, el('span', { class: 'name' }, code ? data(sayValue(layer.column, layer.values[code - 1])) : say('notStated')), count) };
  });
  return {
    element: el('fieldset', { class: 'filter' }, el('legend', null, sayColumn(layer.column)), el('div', { class: 'layers' }, ...entries.map(({ line }) => line))),
    update() {
      const counts = store.countsOf(column);
      const left = store.without.get(column);
      for (const { code, box, count } of entries) {
        fill(count, sayNumber(counts[code]));
        box.checked = !left?.[code];
      }
    },
  };
}

/**
 * @param {import('../data/store.js').Store} store
 * @param {number} column
 * @param {Float64Array} known
 * @returns {Block}
 */
function range(store, column, known) {
  const { column: name, low, high } = store.index.numbers[column];
  const apply = () => {
    const [least, most] = [from, to].map((input, i) => (input.value === '' || Number.isNaN(input.valueAsNumber) ? [low, high][i] : input.valueAsNumber));
    const all = least <= low && most >= high && unknown.checked;
    store.setRange(column, all ? null : { values: known, low: least, high: most, unknown: unknown.checked });
  };
  const box = (/** @type {'least' | 'most'} */ word, /** @type {number} */ value) =>
    el('input', { type: 'number', step: 'any', value, min: low, max: high, 'aria-label': `${sayColumn(name)} ${say(word)}`, oninput: apply });
  const from = box('least', low);
  const to = box('most', high);
  const unknown = el('input', { type: 'checkbox', onchange: apply });
  unknown.checked = true;
  const gaps = known.some(Number.isNaN);
  return {
    element: el(
      'fieldset',
      { class: 'filter' },
      el('legend', null, sayColumn(name)),
      el('div', { class: 'range' }, say('least'), ' ', from, ' ', say('most'), ' ', to),
      gaps && el('label', { class: 'layer' }, unknown, el('span', { class: 'name' }, say('withoutNumber'))),
    ),
    update() {
      const range = store.ranges.get(column);
      if (document.activeElement !== from) from.value = String(range?.low ?? low);
      if (document.activeElement !== to) to.value = String(range?.high ?? high);
      unknown.checked = range?.unknown ?? true;
    },
  };
}
