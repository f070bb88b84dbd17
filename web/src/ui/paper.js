/** The list for paper: as many events in view as fit one page, and how many more there are. */

import { headline, placeOf, whenOf } from '../data/words.js';
import { layOutForPaper } from '../map/palette.js';
import { sayCount } from '../strings.js';
import { data, el, fill } from './dom.js';
import { mark } from './legend.js';

/** Lines that fit below the map in three columns, and in two, which have more room for words. */
const MOST = 30;
const FEW = 20;

/**
 * @param {import('../data/store.js').Store} store
 * @param {import('../data/records.js').Records} records
 */
export function paperList(store, records) {
  const element = el('ol', { class: 'paper', 'aria-hidden': 'true' });
  let turn = 0;
  return {
    element,
    /** Made beforehand: printing does not wait. @param {ArrayLike<number>} rows */
    async show(rows) {
      const mine = ++turn;
      const fit = Array.from({ length: rows.length > MOST ? MOST - 1 : rows.length }, (_, i) => rows[i]);
      const lines = await Promise.all(fit.map(async (row) => {
        const record = await records.get(row);
        const parts = [whenOf(store, row, record, 'short'), headline(record, row), placeOf(record)].filter(Boolean);
        return el('li', null, mark(store.layer[row]), el('span', null, ...parts.flatMap((part, i) => (i ? [' · ', data(part)] : [data(part)]))));
      }));
      if (mine !== turn) return;
      const more = rows.length - fit.length;
      element.classList.toggle('few', lines.length <= FEW);
      fill(element, ...lines, more > 0 && el('li', { class: 'rest' }, sayCount('printedMore', more)));
    },
  };
}

/**
 * Lay the page out for paper before it is printed, the map showing there what it shows now.
 * @param {import('leaflet').Map} map
 * @param {() => void} redraw
 * @param {() => void} laidOut what follows the page's layout
 */
export function whenPrinted(map, redraw, laidOut) {
  /** @type {{centre: import('leaflet').LatLng, zoom: number} | null} */
  let before = null;
  globalThis.addEventListener('beforeprint', () => {
    if (before) return;
    const bounds = map.getBounds();
    before = { centre: map.getCenter(), zoom: map.getZoom() };
    layOutForPaper(true);
    map.invalidateSize({ pan: false, animate: false });
    laidOut();
    map.fitBounds(bounds, { animate: false });
  });
  globalThis.addEventListener('afterprint', () => {
    layOutForPaper(false);
    map.invalidateSize({ pan: false, animate: false });
    if (before) map.setView(before.centre, before.zoom, { animate: false });
    before = null;
    laidOut();
    redraw();
  });
}
