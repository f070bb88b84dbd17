/** Search as one types, through every stated word of every event. */

import { fold, text } from '../data/words.js';
import { say } from '../strings.js';
import { el } from './dom.js';

/**
 * @param {import('../data/store.js').Store} store
 * @param {import('../data/records.js').Records} records
 */
export function search(store, records) {
  /** Each row's words, folded; made when somebody first looks for something. @type {Promise<string[]> | null} */
  let haystack = null;
  const ready = () => (haystack ??= gather(store, records));
  let turn = 0;
  const input = el('input', {
    type: 'search',
    placeholder: say('searchHint'),
    'aria-label': say('search'),
    autocomplete: 'off',
    spellcheck: 'false',
    dir: 'auto',
    onfocus: () => void ready(),
    oninput: async () => {
      const mine = ++turn;
      const needles = fold(input.value).split(/\s+/).filter(Boolean);
      if (!needles.length) {
        store.setFound(null);
        return;
      }
      const rows = await ready();
      if (mine !== turn) return;
      const found = new Uint8Array(store.rows);
      for (let i = 0; i < rows.length; i++) found[i] = needles.every((needle) => rows[i].includes(needle)) ? 1 : 0;
      store.setFound(found);
    },
  });
  return el('div', { class: 'search', role: 'search' }, input);
}

/**
 * @param {import('../data/store.js').Store} store
 * @param {import('../data/records.js').Records} records
 */
async function gather(store, records) {
  /** @type {string[]} */
  const rows = new Array(store.rows).fill('');
  const layers = store.index.layers.map(({ values }) => values.map(fold));
  await records.each((first, piece) => {
    const columns = Object.values(piece);
    const end = Math.min(first + store.index.chunk, store.rows);
    for (let row = first; row < end; row++) {
      const words = columns.map((column) => text(column[row - first])).join('\n');
      rows[row] = `${fold(words)}\n${layers.map((values, i) => values[store.codes[i][row] - 1] ?? '').join('\n')}`;
    }
    return true;
  });
  return rows;
}
