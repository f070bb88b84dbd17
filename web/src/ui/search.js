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

const BETWEEN = '\u0001';

/**
 * @param {import('../data/store.js').Store} store
 * @param {import('../data/records.js').Records} records
 */
async function gather(store, records) {
  /** @type {string[]} */
  const rows = new Array(store.rows).fill('');
  const layers = store.index.layers.map(({ values }) => values.map(fold));
  await records.each((first, piece) => {
    const count = Math.min(store.index.chunk, store.rows - first);
    /** @type {string[]} */
    const lines = new Array(count).fill('');
    for (const column of Object.values(piece)) {
      for (let i = 0; i < count; i++) if (column[i] !== null) lines[i] += `${text(column[i])}\n`;
    }
    // Folding many rows at once is several times as fast; the mark between them folds to itself.
    const folded = fold(lines.map((line) => line.replaceAll(BETWEEN, ' ')).join(BETWEEN)).split(BETWEEN);
    for (let i = 0; i < count; i++) {
      let words = folded[i];
      for (let k = 0; k < layers.length; k++) {
        const code = store.codes[k][first + i];
        if (code) words += `${layers[k][code - 1]}\n`;
      }
      rows[first + i] = words;
    }
  });
  return rows;
}
