/** The detail card: everything that is known of one event, and who says so. */

import { clocks, headline, placeOf, text, whenOf } from '../data/words.js';
import { MARK } from '../data/store.js';
import { say, sayColumn, sayCount, sayDay, sayDistance, sayPrecision, sayValue } from '../strings.js';
import { feature } from '../data/formats.js';
import { contradicted, differences, list, shown } from './differences.js';
import { data, el, fill } from './dom.js';
import { mark } from './legend.js';
import { safeUrl } from './links.js';
import { asText } from './plain.js';
import { copyButton } from './take.js';

/** @typedef {import('../data/records.js').RecordOf} RecordOf */

/** Columns that the card shows in a place of their own, or that only the machine needs. */
const KNOWN = new Set([
  'event_id', 'time_start', 'time_end', 'time_precision', 'time_text', 'event_type', 'weapon', 'weapon_count', 'actor',
  'claimed_by', 'attributed_to', 'denied_by', 'target', 'damage', 'killed_low', 'killed_best', 'killed_high', 'wounded_low',
  'wounded_best', 'wounded_high', 'place_text', 'place_id', 'place_name', 'place_kind', 'country', 'status', 'score',
  'reason', 'candidates', 'precision', 'radius_m', 'lat', 'lon', 'sources', 'conflicts', 'flags',
  'origin_lat', 'origin_lon', 'origin_name',
]);

/** What sources may differ in of an event's time and place. */
const OF_TIME = ['time_start', 'time_end', 'time', 'date'];
const OF_PLACE = ['place_name', 'place_text', 'place'];

/**
 * @param {string} words
 * @param {string | undefined} [kind]
 */
const section = (words, kind, /** @type {(Node | null | false)[]} */ ...content) =>
  el('section', kind ? { class: kind } : null, el('h3', null, words), ...content);

/**
 * @param {string} term
 * @param {...(Node | string | null | false)} value
 */
const row = (term, ...value) => el('div', { class: 'fact' }, el('dt', null, term), el('dd', null, ...value));

/**
 * @param {RecordOf} record
 * @param {string} name
 */
function range(record, name) {
  const [low, best, high] = ['low', 'best', 'high'].map((end) => record[`${name}_${end}`]);
  if (low === undefined && best === undefined && high === undefined) return null;
  const [from, to] = [low ?? best ?? high, high ?? best ?? low];
  if (from === to && (best === undefined || best === from)) return shown(from);
  if (best === undefined) return say('rangeOnly', { low: shown(from), high: shown(to) });
  return say('range', { best: shown(best), low: shown(from), high: shown(to) });
}

/**
 * @param {string} href
 * @param {string} words
 */
const link = (href, words) => el('a', { href, target: '_blank', rel: 'noopener noreferrer' }, data(words));

/** Which report a quote is from. @param {any} source */
const originOf = (source) =>
  source === null || typeof source !== 'object' ? source : JSON.stringify(['report', 'title', 'publisher', 'date', 'url'].map((name) => source[name] ?? null));

/** How many reports, and how many quotes of them. @param {any[]} sources */
function howMany(sources) {
  const reports = sayCount('reports', new Set(sources.map(originOf)).size);
  const quotes = sources.filter((source) => source?.quote).length;
  return quotes > new Set(sources.map(originOf)).size ? say('quotesFrom', { quotes: sayCount('quotes', quotes), reports }) : reports;
}

/**
 * @param {any} source
 * @param {Set<string>} doubted columns in which the sources differ
 * @param {boolean} named whether the report is named: once, below the last of its quotes
 */
function sourceOf(source, doubted, named) {
  if (source === null || typeof source !== 'object') return el('li', { class: 'source' }, data(text(source)));
  const href = safeUrl(source.url);
  const title = text(source.title) || (href ? new URL(href).hostname : text(source.url)) || text(source.report);
  const day = /^\d{4}-\d\d-\d\d/.exec(text(source.date));
  const date = day && !Number.isNaN(Date.parse(day[0])) ? sayDay(Date.parse(day[0]) / 86_400_000, 'short') : text(source.date);
  const heading = title && (href ? link(href, title) : data(title));
  // An address that is no link is still what the source gave.
  const address = !href && source.url && source.url !== title ? text(source.url) : '';
  const parts = [heading, ...[text(source.publisher), date, address].filter(Boolean).map(data)].filter((part) => part !== '');
  const says = Object.entries(source.says ?? {}).filter(([, value]) => value !== null);
  return el(
    'li',
    { class: named ? 'source' : 'source same' },
    source.quote ? el('blockquote', { dir: 'auto' }, text(source.quote)) : null,
    says.length
      ? el('dl', { class: 'says' }, ...says.map(([name, value]) =>
          row(sayColumn(name), data(shown(value)), doubted.has(name) && el('span', { class: 'differs', title: say('conflict') }, ' ≠')),
        ))
      : null,
    named && el(
      'p',
      { class: 'by' },
      ...parts.flatMap((part, i) => (i ? [' · ', part] : [part])),
      parts.length === 0 && say('unnamedSource'),
    ),
  );
}

/** @param {any} candidate */
function candidateOf(candidate) {
  if (candidate === null || typeof candidate !== 'object') return el('li', null, data(text(candidate)));
  const score = typeof candidate.score === 'number' ? ` (${Math.round(candidate.score * 100)} %)` : '';
  return el(
    'li',
    null,
    el('strong', null, data(text(candidate.name) || text(candidate.id))),
    candidate.country ? data(`, ${text(candidate.country)}`) : null,
    score,
    candidate.reason ? el('span', { class: 'why' }, data(text(candidate.reason))) : null,
  );
}

/**
 * Everything about one event, as elements.
 * @param {import('../data/store.js').Store} store
 * @param {number} at
 * @param {RecordOf} record
 */
export function details(store, at, record) {
  const placed = store.mark[at] !== MARK.NONE;
  const precision = sayPrecision(record.precision) ?? (record.precision ? text(record.precision) : null);
  const radius = store.radius[at] ? say('about', { distance: sayDistance(store.radius[at]) }) : null;
  const place = placeOf(record);
  const clock = clocks(store, record);
  const facts = [
    ['weapon', 'weapon', typeof record.weapon === 'string' ? sayValue('weapon', record.weapon) : record.weapon],
    ['count', 'weapon_count', record.weapon_count],
    ['target', 'target', record.target],
    ['actor', 'actor', record.actor],
    ['claimedBy', 'claimed_by', record.claimed_by],
    ['attributedTo', 'attributed_to', record.attributed_to],
    ['deniedBy', 'denied_by', record.denied_by],
    ['killed', 'killed', range(record, 'killed')],
    ['wounded', 'wounded', range(record, 'wounded')],
    ['damage', 'damage', record.damage],
  ];
  const asked = new Set([...OF_TIME, ...OF_PLACE]);
  for (const field of facts.flatMap(([, field]) => [field, `${field}_low`, `${field}_best`, `${field}_high`])) asked.add(field);
  const elsewhere = [...new Set(list(record.conflicts).map((one) => text(one?.field)))].filter((field) => !asked.has(field));
  const own = Object.entries(record).filter(([name]) => !KNOWN.has(name));
  const sources = list(record.sources);
  const doubted = contradicted(record);
  const candidates = list(record.candidates);
  const flags = list(record.flags);
  return [
    el(
      'dl',
      { class: 'facts' },
      row(
        say('when'),
        el('span', null, clock?.local ?? whenOf(store, at, record)),
        clock ? el('span', { class: 'aside' }, clock.utc) : null,
        record.time_text ? el('span', { class: 'aside' }, data(say('asWritten', { text: text(record.time_text) }))) : null,
        differences(record, ...OF_TIME),
      ),
      row(
        say('where'),
        place ? data(place) : placed ? coordinates(store, at) : say('unknownPlace'),
        record.place_text && record.place_text !== place
          ? el('span', { class: 'aside' }, data(say('asWritten', { text: text(record.place_text) })))
          : null,
        precision || radius ? el('span', { class: 'aside' }, [precision, radius].filter(Boolean).join('; ')) : null,
        differences(record, ...OF_PLACE),
      ),
      ...facts.map(([words, field, value]) => {
        const doubt = differences(record, field, `${field}_low`, `${field}_best`, `${field}_high`);
        if ((value === undefined || value === null) && !doubt) return null;
        return row(say(/** @type {import('../strings.js').Phrase} */ (words)), data(shown(value)), doubt);
      }),
      record.origin_name || record.origin_lat !== undefined
        ? row(say('launched'), data(text(record.origin_name) || [record.origin_lat, record.origin_lon].map(text).join(', ')))
        : null,
      ...elsewhere.map((field) => row(sayColumn(field), differences(record, field))),
    ),
    flags.length > 0 && section(say('flags'), 'flags', el('ul', null, ...flags.map((flag) => el('li', null, data(text(flag)))))),
    sources.length > 0 && section(howMany(sources), 'sources', el('ol', null, ...sources.map((source, i) => sourceOf(source, doubted, originOf(source) !== originOf(sources[i + 1]))))),
    (record.reason || candidates.length > 0 || record.score !== undefined) &&
      section(
        placed ? say('whyHere') : say('whyNot'),
        'why',
        record.reason ? el('p', { dir: 'auto' }, text(record.reason)) : null,
        typeof record.score === 'number' ? el('p', { class: 'aside' }, say('score', { percent: Math.round(record.score * 100) })) : null,
        candidates.length > 0 && (candidates.length > 1 || !placed)
          ? el('details', null, el('summary', null, say('candidates')), el('ul', null, ...candidates.map(candidateOf)))
          : null,
      ),
    own.length > 0 &&
      section(say('more'), 'more', el('dl', { class: 'facts' }, ...own.map(([name, value]) => row(sayColumn(name), ownValue(value))))),
  ].filter((part) => part !== false);
}

/** @param {unknown} value */
function ownValue(value) {
  const href = safeUrl(value);
  if (href) return link(href, text(value));
  return data(shown(value));
}

/**
 * @param {import('../data/store.js').Store} store
 * @param {number} at
 */
const coordinates = (store, at) => data(`${store.lat[at].toFixed(5)}, ${store.lon[at].toFixed(5)}`);

/**
 * @param {import('../data/store.js').Store} store
 * @param {import('../data/records.js').Records} records
 * @param {import('../data/shapes.js').Part[][]} shapes
 * @param {{shown: (row: number) => void, closed: () => void}} events
 */
export function card(store, records, shapes, events) {
  const title = el('h2', { tabindex: '-1', id: 'card-title' });
  const swatch = el('span', { class: 'swatch' });
  const body = el('div', { class: 'body', tabindex: '0', role: 'region', 'aria-labelledby': 'card-title' });
  const where = el('span', { class: 'position', 'aria-live': 'polite' });
  const back = el('button', { type: 'button', 'aria-label': say('previous'), title: say('previous'), onclick: () => step(-1) }, '‹');
  const forth = el('button', { type: 'button', 'aria-label': say('next'), title: say('next'), onclick: () => step(1) }, '›');
  const shut = el('button', { type: 'button', class: 'close', 'aria-label': say('close'), title: say('close'), onclick: () => close() }, '×');
  const pager = el('div', { class: 'pager' }, back, where, forth);
  const actions = el(
    'div',
    { class: 'actions' },
    copyButton('copyText', () => asText(title, body)),
    copyButton('copyGeojson', async () => JSON.stringify(feature(store, shapes, rows[i], await records.get(rows[i])), null, 2)),
  );
  const element = el('aside', { class: 'card', hidden: true, 'aria-labelledby': 'card-title' }, el('header', null, swatch, title, shut), pager, body, actions);
  /** @type {number[]} */
  let rows = [];
  let i = 0;
  let turn = 0;
  /** @type {Element | null} */
  let before = null;

  const step = (/** @type {number} */ by) => {
    i = (i + by + rows.length) % rows.length;
    void show();
  };
  const show = async () => {
    const mine = ++turn;
    const row = rows[i];
    const record = await records.get(row);
    // A later click may have been answered meanwhile.
    if (mine !== turn) return;
    fill(swatch, mark(store.layer[row]));
    fill(title, data(headline(record, row)));
    fill(where, say('ofSite', { i: i + 1, n: rows.length }));
    pager.hidden = rows.length < 2;
    fill(body, ...details(store, row, record));
    element.dataset.row = String(row);
    element.hidden = false;
    body.scrollTop = 0;
    title.focus({ preventScroll: true });
    events.shown(row);
  };
  /**
   * @param {number[]} wanted
   * @param {number} [first]
   */
  const open = (wanted, first = 0) => {
    if (element.hidden) before = document.activeElement;
    rows = wanted;
    i = first;
    return show();
  };
  const close = () => {
    if (element.hidden) return;
    turn++;
    element.hidden = true;
    events.closed();
    if (before instanceof HTMLElement) before.focus({ preventScroll: true });
  };
  element.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') close();
  });
  return {
    element,
    open,
    close,
    /** The event whose card is open, or -1. */
    row: () => (element.hidden ? -1 : rows[i]),
  };
}
