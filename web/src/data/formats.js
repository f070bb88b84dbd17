/** Events as GeoJSON and CSV, as a reader takes them out of the page. */

import { geometryOf } from './shapes.js';
import { MARK } from './store.js';
import { text } from './words.js';

/** @typedef {import('./records.js').RecordOf} RecordOf */
/** @typedef {import('./shapes.js').Part} Part */

/**
 * @param {import('./store.js').Store} store
 * @param {Part[][]} shapes
 * @param {number} row
 */
function geometry(store, shapes, row) {
  if (store.mark[row] === MARK.NONE) return null;
  if (store.mark[row] === MARK.OUTLINE) return geometryOf(shapes[store.outline[row] - 1]);
  return { type: 'Point', coordinates: [degrees(store, store.lon[row]), degrees(store, store.lat[row])] };
}

/**
 * A coordinate with as many decimals as it came with.
 * @param {import('./store.js').Store} store
 * @param {number} value
 */
export const degrees = (store, value) => Number(value.toFixed(Math.round(-Math.log10(store.index.step))));

/**
 * @param {import('./store.js').Store} store
 * @param {Part[][]} shapes
 * @param {number} row
 * @param {RecordOf} record
 */
export function feature(store, shapes, row, record) {
  const id = record.event_id;
  return {
    type: 'Feature',
    ...(typeof id === 'string' || typeof id === 'number' ? { id } : null),
    geometry: geometry(store, shapes, row),
    properties: { ...record },
  };
}

// As in `geomap/formats/escaping.py`: what a spreadsheet would run is written behind an apostrophe.
const FORMULA = /^(?:[\s']*[=+\-@\uff1d\uff0b\uff0d\uff20]|[ ']*[\t\r\n])/;
const NUMBER = /^[+-]?\d+(?:[.,]\d+)?$/;

/** @param {unknown} value */
export function cell(value) {
  let words = text(value);
  if (typeof value !== 'number' && FORMULA.test(words) && !NUMBER.test(words)) words = `'${words}`;
  return /[",\r\n]/.test(words) || words !== words.trim() ? `"${words.replaceAll('"', '""')}"` : words;
}

/**
 * The rows as a file's parts, decoded piece by piece.
 * @param {'geojson' | 'csv'} format
 * @param {import('./store.js').Store} store
 * @param {import('./records.js').Records} records
 * @param {Part[][]} shapes
 * @param {number[]} rows
 */
export async function file(format, store, records, shapes, rows) {
  /** @type {string[]} */
  const parts = [];
  const { columns } = store.index;
  // Where the table has no columns of that name, the point's own are added.
  const own = ['lat', 'lon'].every((name) => !columns.includes(name));
  if (format === 'csv') parts.push(`\ufeff${[...columns, ...(own ? ['lat', 'lon'] : [])].map(cell).join(',')}\n`);
  else parts.push('{"type":"FeatureCollection","features":[\n');
  for (const [i, row] of rows.entries()) {
    const record = await records.get(row);
    if (format === 'csv') {
      const placed = store.mark[row] !== MARK.NONE;
      const point = own ? [placed ? degrees(store, store.lat[row]) : '', placed ? degrees(store, store.lon[row]) : ''] : [];
      parts.push(`${[...columns.map((column) => record[column]), ...point].map(cell).join(',')}\n`);
    } else parts.push(`${i ? ',\n' : ''}${JSON.stringify(feature(store, shapes, row, record))}`);
  }
  if (format === 'geojson') parts.push('\n]}\n');
  return new Blob(parts, { type: format === 'csv' ? 'text/csv' : 'application/geo+json' });
}

/**
 * A title as a file's name: letters and digits of any script, nothing that a file system reads otherwise.
 * @param {string | null} title
 */
export function fileName(title) {
  const words = (title ?? '').normalize('NFC').replace(/[^\p{L}\p{M}\p{N}]+/gu, '-').replace(/^-+|-+$/g, '');
  const short = [...words].slice(0, 60).join('').replace(/-+$/, '');
  // Names that Windows keeps for devices, with any ending.
  return !short || /^(con|prn|aux|nul|com\d|lpt\d)$/i.test(short) ? `events${short && `-${short}`}` : short;
}
