/** The page around the map: head, panel, tabs, foot. */

import { NO_DAY } from '../data/store.js';
import { say, sayCount, sayDays, sayNumber } from '../strings.js';
import { data, el, fill } from './dom.js';

/**
 * @param {import('../data/store.js').Store} store
 * @param {{openUnplaced: () => void}} events
 */
export function head(store, { openUnplaced }) {
  const { subtitle } = store.index;
  const title = store.index.title ?? heading(store);
  document.title = title;
  const shown = el('span', { class: 'shown', 'aria-live': 'polite' });
  const update = () => {
    fill(
      shown,
      store.rows === 0 ? say('noEvents')
        : store.placed === 0 ? say('nonePlaced')
        : store.shownCount < store.placed ? say('ofTotal', { shown: store.shownCount, n: store.placed })
        // A page without a title of its own is headed by their number.
        : store.index.title === null && store.placed === store.rows && store.rows > 1 ? say('allOnMap')
        : sayCount('onMap', store.placed),
    );
  };
  store.onChange(update);
  update();
  return el(
    'header',
    { class: 'head' },
    el('h1', null, data(title)),
    subtitle ? el('p', { class: 'subtitle', dir: 'auto' }, subtitle) : null,
    el(
      'p',
      { class: 'summary' },
      shown,
      store.unplaced.length > 0 &&
        el('button', { type: 'button', class: 'unplaced-link', onclick: openUnplaced }, sayCount('unplaced', store.unplaced.length)),
    ),
  );
}

/** What a map without a title is about: how many events, and when. @param {import('../data/store.js').Store} store */
function heading(store) {
  const events = sayCount('events', store.rows);
  let [first, last] = [Infinity, -Infinity];
  for (let i = 0; i < store.rows; i++) {
    if (store.day[i] === NO_DAY) continue;
    first = Math.min(first, store.day[i]);
    last = Math.max(last, store.day[i] + store.days[i]);
  }
  return first > last ? events : say('heading', { events, dates: sayDays(first, last) });
}

/** What the maker of the map adds to it. @param {import('../data/payload.js').Index} index */
export function foot(index) {
  if (!index.note && !index.source) return null;
  return el(
    'footer',
    { class: 'foot' },
    index.note ? el('p', { dir: 'auto' }, index.note) : null,
    index.source ? el('p', null, `${say('source')}: `, data(index.source)) : null,
  );
}

/** Whose outlines these are, on the map itself. @param {import('../data/payload.js').Index} index */
export function attribution(index) {
  const credits = index.credits.join(' · ');
  return el('p', { class: 'attribution', title: say('boundaries') }, data(credits));
}

/**
 * @param {{id: string, name: string, count: number | null, panel: HTMLElement}[]} entries
 */
export function tabs(entries) {
  const buttons = entries.map(({ id, name, panel }, i) => {
    panel.id = `panel-${id}`;
    panel.setAttribute('role', 'tabpanel');
    panel.setAttribute('aria-labelledby', `tab-${id}`);
    return el('button', { type: 'button', role: 'tab', id: `tab-${id}`, 'aria-controls': panel.id, onclick: () => { choose(i); } }, name, el('span', { class: 'count' }));
  });
  const choose = (/** @type {number} */ wanted) => {
    buttons.forEach((button, i) => {
      button.setAttribute('aria-selected', String(i === wanted));
      button.tabIndex = i === wanted ? 0 : -1;
      entries[i].panel.hidden = i !== wanted;
    });
    entries[wanted].panel.dispatchEvent(new Event('scroll'));
  };
  const bar = el('div', {
    class: 'tabs',
    role: 'tablist',
    onkeydown: /** @type {EventListener} */ ((/** @type {KeyboardEvent} */ event) => {
      const now = buttons.indexOf(/** @type {HTMLButtonElement} */ (event.target));
      const by = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
      if (now < 0 || !by) return;
      const next = (now + by + buttons.length) % buttons.length;
      choose(next);
      buttons[next].focus();
    }),
  }, ...buttons);
  choose(0);
  return {
    element: el('section', { class: 'tabbed', 'aria-label': say('lists') }, bar, ...entries.map(({ panel }) => panel)),
    choose,
    /**
     * @param {number} i
     * @param {number} count
     */
    count(i, count) {
      fill(buttons[i].querySelector('.count') ?? buttons[i], sayNumber(count));
    },
  };
}
