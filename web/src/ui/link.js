/** The view as it stands in the address after "#": what a link to it restores. */

/**
 * @typedef {object} View
 * @property {[number, number, number] | null} at zoom, latitude, longitude
 * @property {string | null} by column of the layers
 * @property {number[]} off hidden layers
 * @property {[number, number] | null} window days since 1970
 * @property {boolean} undated
 * @property {string} words of the search
 * @property {[number, number[]][]} without column and its left-out codes
 * @property {[number, number, number, boolean][]} ranges column, least, most, also unknown
 * @property {boolean} heat
 * @property {number} open the event whose card is open, or -1
 */

const DAY = 86_400_000;
/** @param {number} day */
const iso = (day) => new Date(day * DAY).toISOString().slice(0, 10);
/** @param {string | null} text */
const dayOf = (text) => {
  const time = /^\d{4}-\d\d-\d\d$/.test(text ?? '') ? Date.parse(/** @type {string} */ (text)) : NaN;
  return Number.isNaN(time) ? null : time / DAY;
};
/** @param {string | null} text */
const integers = (text) => (text ? text.split('.').map(Number).filter((n) => Number.isInteger(n) && n >= 0) : []);

/** @param {View} view */
export function writeView(view) {
  const words = new URLSearchParams();
  if (view.at) words.set('at', `${+view.at[0].toFixed(2)}/${view.at[1].toFixed(4)}/${view.at[2].toFixed(4)}`);
  if (view.by !== null) words.set('by', view.by);
  if (view.off.length) words.set('off', view.off.join('.'));
  if (view.window) words.set('days', view.window.map(iso).join('/'));
  if (!view.undated) words.set('undated', '0');
  if (view.words) words.set('find', view.words);
  for (const [column, codes] of view.without) words.append('not', [column, ...codes].join('.'));
  for (const [column, low, high, unknown] of view.ranges) words.append('num', [column, low, high, unknown ? 1 : 0].join('/'));
  if (view.heat) words.set('heat', '1');
  if (view.open >= 0) words.set('open', String(view.open));
  return words.toString().replaceAll('%2F', '/');
}

/**
 * Read a view; what is not well-formed is as if it were not there.
 * @param {string} hash
 * @returns {View}
 */
export function readView(hash) {
  const words = new URLSearchParams(hash.replace(/^#/, ''));
  const at = (words.get('at') ?? '').split('/').map((n) => (n === '' ? NaN : Number(n)));
  const [from, to] = (words.get('days') ?? '').split('/').map(dayOf);
  const open = words.get('open');
  return {
    at: at.length === 3 && at.every(Number.isFinite) && Math.abs(at[1]) <= 90 && Math.abs(at[2]) <= 360 ? [at[0], at[1], at[2]] : null,
    by: words.get('by'),
    off: integers(words.get('off')),
    window: from !== null && to !== null && from !== undefined && to !== undefined && from <= to ? [from, to] : null,
    undated: words.get('undated') !== '0',
    words: words.get('find') ?? '',
    without: words.getAll('not').map(integers).filter((one) => one.length > 1).map(([column, ...codes]) => [column, codes]),
    ranges: words.getAll('num').map((one) => one.split('/').map(Number)).filter((one) => one.length === 4 && one.every(Number.isFinite)).map(([column, low, high, unknown]) => [column, low, high, unknown === 1]),
    heat: words.get('heat') === '1',
    open: open !== null && /^\d{1,9}$/.test(open) ? Number(open) : -1,
  };
}
