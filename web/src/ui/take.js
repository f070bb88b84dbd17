/** What a reader takes along: what is shown as a file, a link to the view, words on the clipboard. */

import { file, fileName } from '../data/formats.js';
import { say } from '../strings.js';
import { el, fill } from './dom.js';

/**
 * A button that copies, and says for a moment whether it could.
 * @param {import('../strings.js').Phrase} name
 * @param {() => string | Promise<string>} words
 */
export function copyButton(name, words) {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let waiting;
  const button = el('button', { type: 'button', class: 'quiet', onclick: async () => {
    const done = await copy(await words());
    fill(button, say(done ? 'copied' : 'notCopied'));
    clearTimeout(waiting);
    waiting = setTimeout(() => { fill(button, say(name)); }, 1600);
  } }, say(name));
  return button;
}

/** @param {string} words */
async function copy(words) {
  try {
    await navigator.clipboard.writeText(words);
    return true;
  } catch {
    // A frame without that right still has the old way.
    const area = el('textarea', { class: 'unseen', 'aria-hidden': 'true' });
    area.value = words;
    document.body.append(area);
    area.select();
    const done = document.execCommand('copy');
    area.remove();
    return done;
  }
}

/**
 * @param {import('../data/store.js').Store} store
 * @param {import('../data/records.js').Records} records
 * @param {import('../data/shapes.js').Part[][]} shapes
 */
export function takeAlong(store, records, shapes) {
  const save = (/** @type {'geojson' | 'csv'} */ format, /** @type {string} */ name) => {
    const button = el('button', { type: 'button', class: 'quiet', onclick: async () => {
      button.disabled = true;
      const rows = [...store.unplacedKept()];
      for (let row = 0; row < store.rows; row++) if (store.shown[row]) rows.push(row);
      const blob = await file(format, store, records, shapes, rows.sort((a, b) => a - b));
      const href = URL.createObjectURL(blob);
      el('a', { href, download: `${fileName(store.index.title)}.${format}` }).click();
      // The browser has taken the file over by then.
      setTimeout(() => { URL.revokeObjectURL(href); }, 60_000);
      button.disabled = false;
    } }, name);
    return button;
  };
  return el(
    'section',
    { class: 'take', 'aria-label': say('save') },
    el('span', null, say('save')),
    save('geojson', 'GeoJSON'),
    save('csv', 'CSV'),
    copyButton('copyLink', () => location.href),
  );
}
