/** Every word of the interface, and how numbers and dates are said. A language is one more object here. */

const EN = {
  events: { one: '{n} event', other: '{n} events' },
  onMap: { one: '{n} event on the map', other: '{n} events on the map' },
  shown: { one: '{n} event shown', other: '{n} events shown' },
  unplaced: { one: '{n} event could not be placed', other: '{n} events could not be placed' },
  ofTotal: '{shown} of {n} events shown',
  noEvents: 'There are no events in this map.',
  nonePlaced: 'None of the events could be placed on the map.',
  layersBy: 'Layers by',
  layers: 'Layers',
  showAll: 'All',
  showNone: 'None',
  notStated: 'not stated',
  others: { one: '{n} other value', other: '{n} other values' },
  allEvents: 'All events',
  howSure: 'How sure the place is',
  surePoint: 'Named site or coordinates',
  sureApproximate: 'Approximate; the circle holds the place',
  sureArea: 'Somewhere in this area',
  cluster: 'Several events; the ring shows the shares',
  basemap: 'Basemap',
  embedded: 'Outlines (in this file)',
  online: '{name} (online: the map’s host sees that you look)',
  search: 'Search the events',
  searchHint: 'Place, words, source …',
  searching: 'Searching …',
  list: 'In view',
  listEmpty: 'No event is in view. Zoom out, or show more layers.',
  lists: 'Lists of events',
  notPlaced: 'Not placed',
  notPlacedWhy: 'These are not on the map, because their place is not known well enough:',
  panel: 'Layers and list',
  close: 'Close',
  previous: 'Previous',
  next: 'Next',
  ofSite: '{i} of {n} here',
  showOnMap: 'Show on the map',
  when: 'When',
  where: 'Where',
  what: 'What',
  asWritten: 'as written: “{text}”',
  dateUnknown: 'date not known',
  dateSpan: '{from} to {to}',
  dateUncertain: 'some time from {from} to {to}',
  unknownPlace: 'place not known',
  about: 'within about {distance}',
  claimedBy: 'Claimed by',
  attributedTo: 'Attributed to',
  deniedBy: 'Denied by',
  actor: 'By',
  target: 'Target',
  weapon: 'Weapon',
  count: 'Number used',
  damage: 'Damage',
  killed: 'Killed',
  wounded: 'Wounded',
  range: '{best} (from {low} to {high})',
  rangeOnly: '{low} to {high}',
  conflict: 'sources differ',
  conflictKinds: {
    contradiction: 'the sources contradict each other',
    bounds: 'one source gives only a bound',
    units: 'the sources count different things',
    'as-of': 'figures of different days',
  },
  says: '{who}: {value}',
  reports: { one: '{n} report', other: '{n} reports' },
  thisReport: 'This report says',
  unnamedSource: 'source not named',
  whyHere: 'Why this place',
  whyNot: 'Why it is not on the map',
  candidates: 'Places it could be',
  score: 'Confidence in the place: {percent} %',
  flags: 'Please note',
  more: 'More',
  copyText: 'Copy as text',
  copied: 'Copied',
  precision: {
    coordinate: 'Coordinates given by the source',
    site: 'A named site',
    locality: 'A town, village or quarter; the exact spot is not known',
    vicinity: 'Near, or at a distance from, a named place',
    district: 'Somewhere in this district',
    province: 'Somewhere in this province',
    region: 'Somewhere in this region',
    country: 'Somewhere in this country',
  },
  time: 'When',
  timeFrom: 'From',
  timeTo: 'Until',
  undated: { one: '{n} without a date', other: '{n} without a date' },
  allTime: 'All dates',
  source: 'Source',
  broken: 'This map could not be read: {why}',
  oldBrowser: 'this browser is too old (it lacks DecompressionStream); please use one from 2023 or later',
  mapLabel: 'Map of events. The list beside it holds the same events.',
  zoomIn: 'Zoom in',
  zoomOut: 'Zoom out',
  boundaries: 'Boundaries imply no opinion on their status.',
};

/** Names of the located frame's columns as a reader would say them. @type {Record<string, string>} */
const COLUMNS = {
  weapon: 'weapon',
  event_type: 'kind of event',
  actor: 'actor',
  claimed_by: 'who claimed it',
  attributed_to: 'who it is attributed to',
  denied_by: 'who denied it',
  precision: 'precision of the place',
  status: 'status of the place',
  country: 'country',
  place_kind: 'kind of place',
  place_name: 'place',
  time_precision: 'precision of the date',
  target: 'target',
};

/** @typedef {{[K in keyof typeof EN]: (typeof EN)[K] extends string ? K : never}[keyof typeof EN]} Phrase */
/** @typedef {{[K in keyof typeof EN]: (typeof EN)[K] extends {one: string} ? K : never}[keyof typeof EN]} Counted */

const locale = 'en-GB';
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
export const say = (key, values = {}) => fill(EN[key], values);

/**
 * @param {Counted} key
 * @param {number} n
 */
export function sayCount(key, n) {
  const forms = EN[key];
  return fill(plural.select(n) === 'one' ? forms.one : forms.other, { n });
}

/** @param {unknown} precision */
export const sayPrecision = (precision) =>
  Object.hasOwn(EN.precision, String(precision))
    ? EN.precision[/** @type {keyof typeof EN.precision} */ (precision)]
    : null;

/** @param {unknown} kind */
export const sayConflict = (kind) =>
  Object.hasOwn(EN.conflictKinds, String(kind))
    ? EN.conflictKinds[/** @type {keyof typeof EN.conflictKinds} */ (kind)]
    : EN.conflict;

/** A column's name for people; a user's own column keeps its own. @param {string} name */
export const sayColumn = (name) => (Object.hasOwn(COLUMNS, name) ? COLUMNS[name] : name);

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
};
/** @type {Map<string, Intl.DateTimeFormat>} */
const formats = new Map();

/**
 * @param {number} day days since 1970
 * @param {'day' | 'short' | 'month' | 'year'} [style]
 */
export function sayDay(day, style = 'day') {
  let format = formats.get(style);
  if (!format) formats.set(style, (format = new Intl.DateTimeFormat(locale, { ...DATE_STYLES[style], timeZone: 'UTC' })));
  return format.format(new Date(day * DAY));
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
