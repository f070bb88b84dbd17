/** What an event's sources differ in, beside the fact that it concerns. */

import { text } from '../data/words.js';
import { say, sayConflict, sayNumber } from '../strings.js';
import { data, el } from './dom.js';

/** @typedef {import('../data/records.js').RecordOf} RecordOf */

/** Ways of differing in which no source need be wrong. */
const CALM = new Set(['bounds', 'units', 'as-of', 'granularity', 'strength', 'missing', 'unclear']);

export const list = (/** @type {unknown} */ value) => (Array.isArray(value) ? value : value === undefined ? [] : [value]);

/** A value of a figure or a word as text. @param {unknown} value */
export const shown = (value) => (typeof value === 'number' ? sayNumber(value) : text(value));

/** Columns in which sources contradict each other. @param {RecordOf} record */
export const contradicted = (record) =>
  new Set(list(record.conflicts).filter((one) => !CALM.has(one?.kind)).map((one) => text(one?.field)));

/**
 * What sources differ in, each value beside who says so. A contradiction stands out; mere differences in wording or
 * closeness wait for who wants to see them.
 * @param {RecordOf} record
 * @param {...string} fields
 */
export function differences(record, ...fields) {
  const found = list(record.conflicts).filter((one) => one && fields.includes(one.field));
  if (!found.length) return null;
  const quotes = list(record.sources).map((source) => text(source?.quote));
  return el('ul', { class: 'differences' }, ...found.map((one) => {
    const values = valuesOf(one, quotes);
    return CALM.has(one.kind)
      ? el('li', { class: 'calm' }, el('details', null, el('summary', null, sayConflict(one.kind)), values))
      : el('li', { class: 'conflict' }, el('strong', null, sayConflict(one.kind)), values);
  }));
}

/**
 * @param {any} conflict
 * @param {string[]} quotes of the event's reports
 */
function valuesOf(conflict, quotes) {
  /** @type {Set<string>} */
  const read = new Set();
  return el('ul', null, ...list(conflict.values).map((value) => {
    const quote = text(value?.quote);
    // The quote stands in full below, under this number.
    const report = quote ? quotes.findIndex((whole) => whole.includes(quote) || quote.includes(whole)) : -1;
    const again = !quote || report >= 0 || read.has(quote);
    read.add(quote);
    return el(
      'li',
      { class: 'value' },
      el('b', null, data(shown(value?.value ?? value))),
      el('span', null, data(text(value?.who) || say('unnamedSource')), report >= 0 && el('sup', null, report + 1)),
      again ? null : el('q', { dir: 'auto' }, quote),
    );
  }));
}
