/** A list of any length: only the rows in sight are elements. */

import { headline, placeOf, whenOf } from '../data/words.js';
import { say } from '../strings.js';
import { data, el, fill } from './dom.js';
import { mark } from './legend.js';

const HEIGHT = 58;
const SPARE = 6;

/**
 * @param {import('../data/store.js').Store} store
 * @param {import('../data/records.js').Records} records
 * @param {{empty: string, label: string, open: (row: number, rows: ArrayLike<number>) => void}} options
 */
export function eventList(store, records, { empty, label, open }) {
  const inner = el('ol', { class: 'rows', 'aria-label': label });
  const nothing = el('p', { class: 'empty', hidden: true }, empty);
  const element = el('div', { class: 'list', tabindex: '-1' }, nothing, inner);
  /** @type {ArrayLike<number>} */
  let rows = [];
  let selected = -1;
  let from = -1;
  let to = -1;
  /** The line that the Tab key reaches; arrows go on from there. A hundred thousand stops would be a trap. */
  let stop = 0;

  /** @param {number} i */
  const item = (i) => {
    const row = rows[i];
    const title = el('span', { class: 'headline' });
    const second = el('span', { class: 'second' });
    const button = el(
      'button',
      {
        type: 'button',
        'aria-current': row === selected ? 'true' : null,
        'data-row': row,
        tabindex: i === stop ? 0 : -1,
        onfocus: () => { reach(i); },
        onclick: () => open(row, rows),
      },
      mark(store.layer[row]),
      el('span', { class: 'words' }, title, second),
    );
    const line = el('li', { 'aria-posinset': i + 1, 'aria-setsize': rows.length }, button);
    line.style.top = `${i * HEIGHT}px`;
    void records.get(row).then((record) => {
      const name = headline(record, row);
      fill(title, data(name));
      const place = placeOf(record);
      const parts = [place === name ? '' : place, whenOf(store, row, record, 'short')].filter(Boolean);
      fill(second, ...parts.flatMap((part, n) => (n ? [' · ', data(part)] : [data(part)])));
    });
    return line;
  };
  const draw = (/** @type {boolean} */ anew) => {
    const first = Math.max(0, Math.floor(element.scrollTop / HEIGHT) - SPARE);
    const last = Math.min(rows.length, Math.ceil((element.scrollTop + (element.clientHeight || 600)) / HEIGHT) + SPARE);
    if (!anew && first === from && last === to) return;
    [from, to] = [first, last];
    const top = Math.ceil(element.scrollTop / HEIGHT);
    const hidden = stop < top || stop * HEIGHT >= element.scrollTop + element.clientHeight;
    if (hidden && !inner.contains(document.activeElement)) stop = Math.min(top, Math.max(0, rows.length - 1));
    const focused = Number(document.activeElement?.getAttribute('data-row') ?? -1);
    const hadFocus = inner.contains(document.activeElement);
    fill(inner, ...Array.from({ length: Math.max(0, last - first) }, (_, i) => item(first + i)));
    if (hadFocus) /** @type {HTMLElement | null} */ (inner.querySelector(`[data-row="${focused}"]`))?.focus({ preventScroll: true });
  };
  element.addEventListener('scroll', () => draw(false), { passive: true });
  /** @param {number} i */
  const reach = (i) => {
    if (i === stop) return;
    inner.querySelector('[tabindex="0"]')?.setAttribute('tabindex', '-1');
    stop = i;
    inner.querySelector(`[data-row="${rows[i]}"]`)?.setAttribute('tabindex', '0');
  };
  element.addEventListener('keydown', (event) => {
    const page = Math.max(1, Math.floor(element.clientHeight / HEIGHT) - 1);
    /** @type {Record<string, number>} */
    const steps = { ArrowDown: 1, ArrowUp: -1, PageDown: page, PageUp: -page, Home: -rows.length, End: rows.length };
    const { [event.key]: by } = steps;
    if (!by || !inner.contains(document.activeElement)) return;
    event.preventDefault();
    const next = Math.max(0, Math.min(rows.length - 1, stop + by));
    const [top, bottom] = [next * HEIGHT, (next + 1) * HEIGHT];
    if (top < element.scrollTop) element.scrollTop = top;
    else if (bottom > element.scrollTop + element.clientHeight) element.scrollTop = bottom - element.clientHeight;
    draw(false);
    /** @type {HTMLElement | null} */ (inner.querySelector(`[data-row="${rows[next]}"]`))?.focus({ preventScroll: true });
  });

  return {
    element,
    /** @param {ArrayLike<number>} wanted */
    show(wanted) {
      rows = wanted;
      stop = Math.min(stop, Math.max(0, rows.length - 1));
      inner.style.height = `${rows.length * HEIGHT}px`;
      nothing.hidden = rows.length > 0;
      draw(true);
    },
    /** @param {number} row */
    select(row) {
      selected = row;
      for (const button of inner.querySelectorAll('button')) {
        if (Number(button.getAttribute('data-row')) === row) button.setAttribute('aria-current', 'true');
        else button.removeAttribute('aria-current');
      }
    },
    resize: () => draw(false),
  };
}

/** @returns {string} */
export const emptyList = () => say('listEmpty');
