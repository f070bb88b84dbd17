/** Every stated word of every event, folded for search: made piece by piece, looked through in slices. */

import { sayValue } from '../strings.js';
import { fold, text } from './words.js';

/** Parts two rows of a column; folding leaves it alone. */
const BETWEEN = '\u0001';
/** So long may one slice keep the page from answering, in milliseconds. */
const SLICE = 12;
/** Pieces decoded at the same time, off the main thread. */
const ABREAST = 16;
/** Words beyond these narrow nothing down; each takes a bit. */
const MOST_WORDS = 30;

const pause = () => new Promise((go) => { setTimeout(go, 0); });

export class Haystack {
  /**
   * @param {import('./store.js').Store} store
   * @param {import('./records.js').Records} records
   */
  constructor(store, records) {
    this.store = store;
    this.records = records;
    const { rows, chunk } = store.index;
    this.chunk = chunk;
    this.count = Math.ceil(rows / chunk);
    /** Each piece's columns, folded, its rows parted by `BETWEEN`. @type {(string[] | undefined)[]} */
    this.folded = new Array(this.count);
    // Both as it is written and as the legend says it.
    this.layers = store.index.layers.map(({ column, values }) => values.map((value) => fold(`${value}\n${sayValue(column, value)}`)));
  }

  /** @param {number} number */
  async piece(number) {
    const folded = this.folded[number];
    if (folded) return folded;
    const columns = Object.values(await this.records.read(number));
    const clean = (/** @type {unknown} */ value) => {
      const words = text(value);
      return words.includes(BETWEEN) ? words.replaceAll(BETWEEN, ' ') : words;
    };
    // Folding many rows at once is several times as fast.
    return (this.folded[number] = columns.map((column) => fold(column.map(clean).join(BETWEEN))));
  }

  /** Fold what is not yet folded, while nothing else is to do. */
  async prepare() {
    const idle = () =>
      new Promise((go) => { (globalThis.requestIdleCallback ?? setTimeout)(go); });
    for (let number = 0; number < this.count; number++) {
      if (this.folded[number]) continue;
      await this.piece(number);
      if (number % 4 === 3) await idle();
    }
  }

  /**
   * Find the rows that hold all of some words; what is found so far is told as soon as there is any.
   * @param {string[]} needles folded
   * @param {(found: Uint8Array, done: boolean) => void} tell
   * @param {() => boolean} cancelled
   */
  async search(needles, tell, cancelled) {
    const { store, chunk } = this;
    const words = needles.slice(0, MOST_WORDS);
    const all = 2 ** words.length - 1;
    const found = new Uint8Array(store.rows);
    // For each layer column and code, which of the words the value holds.
    const byCode = this.layers.map((values) => {
      const held = values.map((value) => words.reduce((bits, word, i) => bits | (value.includes(word) ? 1 << i : 0), 0));
      return Int32Array.from([0, ...held]);
    });
    const hits = new Int32Array(chunk);
    let [news, told, start] = [0, -Infinity, performance.now()];
    for (let number = 0; number < this.count; number++) {
      if (!this.folded[number]) {
        const batch = Array.from({ length: Math.min(ABREAST, this.count - number) }, (_, i) => this.piece(number + i));
        await Promise.all(batch);
      }
      if (performance.now() - start > SLICE) {
        // The first hits at once; then seldom, as each telling draws the map.
        if (news && performance.now() - told > 200) {
          tell(found, false);
          [news, told] = [0, performance.now()];
        }
        await pause();
        start = performance.now();
      }
      if (cancelled()) return;
      const first = number * chunk;
      const count = Math.min(chunk, store.rows - first);
      hits.fill(0);
      for (const column of this.folded[number] ?? []) for (let i = 0; i < words.length; i++) mark(column, words[i], 1 << i, hits);
      for (let i = 0; i < count; i++) {
        let bits = hits[i];
        for (let k = 0; k < byCode.length; k++) bits |= byCode[k][store.codes[k][first + i]];
        if (bits === all) {
          found[first + i] = 1;
          news++;
        }
      }
    }
    tell(found, true);
  }
}

/**
 * Set a bit for every row of a column that holds a word.
 * @param {string} column
 * @param {string} word
 * @param {number} bit
 * @param {Int32Array} hits
 */
function mark(column, word, bit, hits) {
  let at = column.indexOf(word);
  if (at < 0) return;
  let row = 0;
  let end = column.indexOf(BETWEEN);
  while (at >= 0) {
    while (end >= 0 && end < at) {
      row++;
      end = column.indexOf(BETWEEN, end + 1);
    }
    hits[row] |= bit;
    at = end < 0 ? -1 : column.indexOf(word, end + 1);
  }
}
