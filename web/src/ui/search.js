/** Search as one types, through every stated word of every event. */

import { Haystack } from '../data/haystack.js';
import { fold } from '../data/words.js';
import { say } from '../strings.js';
import { el, fill } from './dom.js';

/** Up to so many events, their words are made ready before anybody asks. */
const READY = 300_000;

/**
 * @param {import('../data/store.js').Store} store
 * @param {import('../data/records.js').Records} records
 */
export function search(store, records) {
  const haystack = new Haystack(store, records);
  let turn = 0;
  const so = el('output', { class: 'so-far', hidden: true });
  const input = el('input', {
    type: 'search',
    placeholder: say('searchHint'),
    'aria-label': say('search'),
    autocomplete: 'off',
    spellcheck: 'false',
    dir: 'auto',
    oninput: () => { void go(); },
  });
  const go = async () => {
    // A later word ends the search for an earlier one.
    const mine = ++turn;
    const needles = fold(input.value).split(/\s+/).filter(Boolean);
    so.hidden = true;
    if (!needles.length) {
      store.setFound(null);
      return;
    }
    await haystack.search(
      needles,
      (found, done) => {
        store.setFound(found);
        so.hidden = done;
        if (!done) fill(so, say('searching', { shown: store.shownCount }));
      },
      () => mine !== turn,
    );
  };
  return {
    element: el('div', { class: 'search', role: 'search' }, input, so),
    words: () => input.value,
    /** @param {string} words */
    set(words) {
      if (words === input.value) return;
      input.value = words;
      void go();
    },
    prepare: () => (store.rows <= READY ? haystack.prepare() : Promise.resolve()),
  };
}
