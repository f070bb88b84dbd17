/** What to call an event in one line, and what of it a card shows where. */

import { NO_DAY } from './store.js';
import { say, sayClock, sayValue, sayWhen } from '../strings.js';

/** @typedef {import('./records.js').RecordOf} RecordOf */

/** Columns that name an event in tables that people keep, best first. */
const NAMES = ['title', 'name', 'headline', 'event_type', 'weapon', 'type', 'summary', 'description', 'place_name', 'place_text', 'event_id', 'id'];

/** @param {unknown} value */
export const text = (value) =>
  value === null || value === undefined ? '' : typeof value === 'object' ? JSON.stringify(value) : String(value);

/**
 * @param {RecordOf} record
 * @param {number} row
 */
export function headline(record, row) {
  for (const name of NAMES) {
    const value = sayValue(name, text(record[name]).trim());
    if (value) {
      const line = value.length > 120 ? `${value.slice(0, 119)}…` : value;
      // A word of the frame's own vocabulary begins a sentence here.
      return name === 'event_type' || name === 'weapon' ? line[0].toUpperCase() + line.slice(1) : line;
    }
  }
  return `${row + 1}`;
}

/** @param {RecordOf} record */
export const placeOf = (record) => text(record.place_name) || text(record.place_text);

/**
 * @param {import('./store.js').Store} store
 * @param {number} row
 * @param {RecordOf} record
 * @param {'day' | 'short'} [style]
 */
export function whenOf(store, row, record, style = 'day') {
  const day = store.day[row];
  if (day === NO_DAY) return say('dateUnknown');
  const start = store.index.time ? text(record[store.index.time]) : '';
  return sayWhen(day, store.days[row], record.time_precision, [start, text(record.time_end)], style);
}

/**
 * When an event was by the clocks where it was, if its hour is known and its country has one time.
 * @param {import('./store.js').Store} store
 * @param {RecordOf} record
 */
export function clocks(store, record) {
  const { time, zones } = store.index;
  const zone = Object.hasOwn(zones, text(record.country)) ? zones[record.country] : null;
  if (record.time_precision !== 'time' || !zone || !time) return null;
  const ends = [record[time], record.time_end ?? record[time]].map((instant) => Date.parse(text(instant)));
  return ends.some(Number.isNaN) ? null : sayClock(ends[0], ends[1], zone);
}

/** Search must not stumble over accents, letter case or the Arabic letters' variants. @param {string} words */
export function fold(words) {
  // eslint-disable-next-line no-control-regex -- all of ASCII: nothing to fold but case, and quick
  if (/^[\x00-\x7f]*$/.test(words)) return words.replace(/[`']/g, '').toLowerCase();
  return words
    .normalize('NFKD')
    .replace(/\p{M}|[\u0640\u200c-\u200f]/gu, '')
    .replace(/[أإآٱ]/g, 'ا')
    .replace(/[ىی]/g, 'ي')
    .replace(/ک/g, 'ك')
    .replace(/ة/g, 'ه')
    .replace(/[’‘ʿʾ`']/g, '')
    .toLowerCase();
}
