/** The events that the list shows: those in the map's view, the latest first. */

import { NO_DAY } from '../data/store.js';

/** More than a page can hold. */
const ROWS = 2 ** 27;
/** After all days that a date of four digits has. */
const UNDATED = 2 ** 24;

/** All placed rows, the latest first, those without a date last. @param {import('../data/store.js').Store} store */
export function byDate(store) {
  const { day, mark } = store;
  // Numbers are sorted without a comparison of ours, which a million rows would call twenty million times: each is
  // the day, counted down, before the row.
  const keys = new Float64Array(store.placed);
  let at = 0;
  for (let i = 0; i < store.rows; i++) if (mark[i]) keys[at++] = (day[i] === NO_DAY ? UNDATED : -day[i]) * ROWS + i;
  return Uint32Array.from(keys.sort(), (key) => key - Math.floor(key / ROWS) * ROWS);
}

/**
 * @param {import('../data/store.js').Store} store
 * @param {import('./scene.js').Scene} scene
 * @param {Uint32Array} order
 * @param {import('leaflet').Map} where
 */
export function rowsInView(store, scene, order, where) {
  const bounds = where.getPixelBounds();
  const scale = 256 * 2 ** where.getZoom();
  const [west, north, east, south] = [bounds.min?.x ?? 0, bounds.min?.y ?? 0, bounds.max?.x ?? 0, bounds.max?.y ?? 0].map((v) => v / scale);
  /** @type {Set<number>} rows of areas that reach into the view */
  const reaching = new Set();
  for (const { box, rows } of scene.areas) {
    if (box[0] < east && box[2] > west && box[1] < south && box[3] > north) for (const row of rows) reaching.add(row);
  }
  const found = new Uint32Array(order.length);
  let count = 0;
  for (const row of order) {
    if (!store.shown[row]) continue;
    const inside = store.x[row] >= west && store.x[row] <= east && store.y[row] >= north && store.y[row] <= south;
    if (inside || reaching.has(row)) found[count++] = row;
  }
  return found.subarray(0, count);
}
