/** How the interface speaks: a language's words, its plurals, numbers and dates. */

import * as ar from './words/ar.js';
import * as en from './words/en.js';
import * as fr from './words/fr.js';

/** @typedef {Partial<Record<Intl.LDMLPluralRule, string>> & {one: string, other: string}} Forms */
/** @typedef {typeof en.words} English */
/** @typedef {{[K in keyof English]: English[K] extends {one: string} ? Forms : English[K]}} Words */
/** @typedef {{[K in keyof typeof en.figure]: (typeof en.figure)[K] extends {one: string} ? Forms : (typeof en.figure)[K]}} Figure */
/** @typedef {{[K in keyof Words]: Words[K] extends string ? K : never}[keyof Words]} Phrase */
/** @typedef {{[K in keyof Words]: Words[K] extends {one: string} ? K : never}[keyof Words]} Counted */

// By name, so that what only printed figures say stays out of the page.
const LANGUAGES = /** @type {Record<string, {words: Words, columns: Record<string, string>, values: Record<string, string>}>} */ ({
  ar: { words: ar.words, columns: ar.columns, values: ar.values },
  en: { words: en.words, columns: en.columns, values: en.values },
  fr: { words: fr.words, columns: fr.columns, values: fr.values },
});
const asked = globalThis.document?.documentElement.lang.toLowerCase() ?? '';
const tongue = Object.hasOwn(LANGUAGES, asked.split('-')[0]) ? asked.split('-')[0] : 'en';
const { words, columns, values } = LANGUAGES[tongue];
// Digits as on the map's scale bar and in the sources.
const locale = tongue === 'en' ? 'en-GB' : `${tongue}-u-nu-latn`;
const numbers = new Intl.NumberFormat(locale, { maximumFractionDigits: 20 });
const plural = new Intl.PluralRules(locale);

/**
 * @param {string} pattern
 * @param {Record<string, string | number>} values
 */
function fill(pattern, values) {
  return pattern.replace(/\{(\w+)\}/g, (whole, name) => {
    const value = values[name];
    return value === undefined ? whole : typeof value === 'number' ? numbers.format(value) : value;
  });
}

/**
 * @param {Phrase} key
 * @param {Record<string, string | number>} [values]
 */
export const say = (key, values = {}) => fill(words[key], values);

/**
 * @param {Counted} key
 * @param {number} n
 */
export function sayCount(key, n) {
  const forms = /** @type {Forms} */ (words[key]);
  return fill(forms[plural.select(n)] ?? forms.other, { n });
}

/** @param {unknown} precision */
export const sayPrecision = (precision) =>
  Object.hasOwn(words.precision, String(precision))
    ? words.precision[/** @type {keyof Words['precision']} */ (precision)]
    : null;

/** @param {unknown} kind */
export const sayConflict = (kind) =>
  Object.hasOwn(words.conflictKinds, String(kind))
    ? words.conflictKinds[/** @type {keyof Words['conflictKinds']} */ (kind)]
    : words.conflict;

/** A column's name for people; a user's own column keeps its own. @param {string} name */
export const sayColumn = (name) => (Object.hasOwn(columns, name) ? columns[name] : name);

/** Columns whose values geomap chooses from a list of its own. */
const OWN_WORDS = new Set(['weapon', 'event_type']);

/**
 * A value in the reader's language where geomap itself chose the word; what others wrote stays.
 * @param {string} column
 * @param {string} value
 */
export const sayValue = (column, value) => (OWN_WORDS.has(column) && Object.hasOwn(values, value) ? values[value] : value);

const countries = tongue === 'en' ? null : new Intl.DisplayNames(locale, { type: 'region', fallback: 'none' });

/** A country in the reader's language; null in English, in which the basemap is. @param {string} code ISO 3166-1 */
export const sayCountry = (code) => countries?.of(code) ?? null;

/** @param {number} n */
export const sayNumber = (n) => numbers.format(n);

/** @param {number} metres */
export function sayDistance(metres) {
  if (metres < 1000) return `${sayNumber(Math.max(10, Math.round(metres / 10) * 10))} m`;
  const km = metres / 1000;
  return `${sayNumber(km < 10 ? Math.round(km * 10) / 10 : Math.round(km))} km`;
}

const DAY = 86_400_000;
/** @type {Record<string, Intl.DateTimeFormatOptions>} */
const DATE_STYLES = {
  day: { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' },
  short: { day: 'numeric', month: 'short', year: 'numeric' },
  month: { month: 'long', year: 'numeric' },
  year: { year: 'numeric' },
  dayOfYear: { day: 'numeric', month: 'short' },
  monthOfYear: { month: 'short' },
  shortMonth: { month: 'short', year: 'numeric' },
};
/** @type {Map<string, Intl.DateTimeFormat>} */
const formats = new Map();

/**
 * @param {number} day days since 1970
 * @param {'day' | 'short' | 'month' | 'year' | 'dayOfYear' | 'monthOfYear' | 'shortMonth'} [style]
 */
export function sayDay(day, style = 'day') {
  let format = formats.get(style);
  if (!format) formats.set(style, (format = new Intl.DateTimeFormat(locale, { ...DATE_STYLES[style], timeZone: 'UTC' })));
  return format.format(new Date(day * DAY));
}

/**
 * A date on an axis, the year only where it is news.
 * @param {number} day days since 1970
 * @param {import('./data/ticks.js').Unit} unit
 * @param {boolean} begins the axis
 */
export function sayTick(day, unit, begins) {
  if (unit === 'year') return sayDay(day, 'year');
  if (unit === 'day') return sayDay(day, 'dayOfYear');
  return sayDay(day, begins || new Date(day * DAY).getUTCMonth() === 0 ? 'shortMonth' : 'monthOfYear');
}

/**
 * A stretch of time in words, no finer than it is known.
 * @param {number} first days since 1970
 * @param {number} more further days
 * @param {unknown} precision of the located frame
 * @param {string[]} instants the first and, if it is known, the last one, ISO 8601
 * @param {'day' | 'short'} style
 */
export function sayWhen(first, more, precision, instants, style) {
  // A list has no room for the hour, which the card tells.
  if (precision === 'time' && style === 'short') return sayDay(first, style);
  if (precision === 'time') {
    const [from, to] = instants.map((instant) => /T(\d\d:\d\d)/.exec(instant)?.[1]);
    if (!from) return sayDay(first, style);
    if (!to || (to === from && !more)) return `${sayDay(first, style)}, ${from} UTC`;
    const end = more ? `${sayDay(first + more, style)}, ${to}` : to;
    return `${sayDay(first, style)}, ${say('dateSpan', { from, to: end })} UTC`;
  }
  if (precision === 'month') return sayDay(first, 'month');
  if (precision === 'year') return sayDay(first, 'year');
  if (more > 0) {
    const values = { from: sayDay(first, 'short'), to: sayDay(first + more, 'short') };
    return precision === 'range' ? say('dateUncertain', values) : say('dateSpan', values);
  }
  return sayDay(first, style);
}

/**
 * From when to when by the clocks of a time zone, and by the world's; null in a browser that does not know the zone.
 * @param {number} from milliseconds since 1970
 * @param {number} to
 * @param {string} zone IANA name
 */
export function sayClock(from, to, zone) {
  try {
    const there = clock(from, to, zone);
    const utc = clock(from, to, 'UTC');
    const name = new Intl.DateTimeFormat('en', { timeZone: zone, timeZoneName: 'longOffset' }).formatToParts(from);
    const ahead = (name.find(({ type }) => type === 'timeZoneName')?.value ?? '').replace('GMT', 'UTC').replace(/([+-])0/, '$1').replace(':00', '');
    return {
      local: say('localTime', { when: `${there.day}, ${there.span}`, zone: ahead }),
      utc: `${there.day === utc.day ? '' : `${utc.day}, `}${utc.span} UTC`,
    };
  } catch {
    return null;
  }
}

/**
 * @param {number} from
 * @param {number} to
 * @param {string} timeZone
 */
function clock(from, to, timeZone) {
  const date = new Intl.DateTimeFormat(locale, { ...DATE_STYLES.day, timeZone });
  const hour = new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZone });
  const [day, last] = [from, to].map((instant) => date.format(instant));
  const [begin, end] = [from, to].map((instant) => hour.format(instant));
  const until = day === last ? end : `${last}, ${end}`;
  return { day, span: begin === until ? begin : say('dateSpan', { from: begin, to: until }) };
}

/**
 * The first and the last day, what they share said once.
 * @param {number} first days since 1970
 * @param {number} last
 * @param {'long' | 'short'} [month]
 */
export function sayDays(first, last, month = 'long') {
  const format = new Intl.DateTimeFormat(locale, { day: 'numeric', month, year: 'numeric', timeZone: 'UTC' });
  return format.formatRange(new Date(first * DAY), new Date(last * DAY));
}
