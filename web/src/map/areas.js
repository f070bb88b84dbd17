/** Events that mean an area: one shape for all events that share it. */

import { UNIT } from '../basemap/decode.js';
import { MARK } from '../data/store.js';
import { FORM } from '../data/shapes.js';
import { mercatorX, mercatorY, widthOf } from './mercator.js';

/**
 * @typedef {object} Area
 * @property {number[]} rows
 * @property {Path2D} path in units of `UNIT`
 * @property {boolean} filled an area rather than a line
 * @property {boolean} soft a disk: only a centre and a radius are known
 * @property {number} x where to label it, unit square
 * @property {number} y
 * @property {[number, number, number, number]} box west, north, east, south in the unit square
 */

/**
 * @param {import('../data/store.js').Store} store
 * @param {import('../data/shapes.js').Part[][]} outlines
 * @returns {Area[]}
 */
export function buildAreas(store, outlines) {
  const shapes = outlines.map((parts) => shapeOf(parts, store.eastward));
  /** @type {Map<string, Area>} */
  const areas = new Map();
  for (let row = 0; row < store.rows; row++) {
    const mark = store.mark[row];
    if (mark < MARK.OUTLINE) continue;
    const key = mark === MARK.OUTLINE ? `o${store.outline[row]}` : `${store.x[row]},${store.y[row]},${store.radius[row]}`;
    let area = areas.get(key);
    if (!area) {
      area = mark === MARK.OUTLINE ? { ...shapes[store.outline[row] - 1], soft: false, rows: [], x: 0, y: 0 } : disk(store, row);
      area.x = store.x[row];
      area.y = store.y[row];
      areas.set(key, area);
    }
    area.rows.push(row);
  }
  // Large ones first, so that small ones within them stay on top.
  const size = (/** @type {Area} */ { box }) => (box[2] - box[0]) * (box[3] - box[1]);
  return [...areas.values()].sort((a, b) => size(b) - size(a));
}

/**
 * @param {import('../data/shapes.js').Part[]} parts
 * @param {(lon: number) => number} eastward
 */
export function shapeOf(parts, eastward) {
  const path = new Path2D();
  const box = /** @type {Area['box']} */ ([Infinity, Infinity, -Infinity, -Infinity]);
  for (const { form, degrees } of parts) {
    for (let i = 0; i < degrees.length; i += 2) {
      const x = mercatorX(eastward(degrees[i]));
      const y = mercatorY(degrees[i + 1]);
      if (i) path.lineTo(x * UNIT, y * UNIT);
      else path.moveTo(x * UNIT, y * UNIT);
      box[0] = Math.min(box[0], x);
      box[1] = Math.min(box[1], y);
      box[2] = Math.max(box[2], x);
      box[3] = Math.max(box[3], y);
    }
    if (form !== FORM.LINE) path.closePath();
  }
  return { path, box, filled: parts.some(({ form }) => form !== FORM.LINE) };
}

/**
 * @param {import('../data/store.js').Store} store
 * @param {number} row
 * @returns {Area}
 */
function disk(store, row) {
  const { [row]: x } = store.x;
  const { [row]: y } = store.y;
  const radius = widthOf(store.radius[row], store.lat[row]);
  const path = new Path2D();
  path.arc(x * UNIT, y * UNIT, radius * UNIT, 0, 2 * Math.PI);
  return { path, filled: true, soft: true, rows: [], x, y, box: [x - radius, y - radius, x + radius, y + radius] };
}
