/** Events by date: a histogram, and the stretch of it that the map shows. */

import { NO_DAY } from '../data/store.js';
import { ground } from '../map/palette.js';
import { say, sayCount, sayDay } from '../strings.js';
import { el, fill } from './dom.js';

const MOST_BINS = 160;
const HEIGHT = 44;

/** @param {import('../data/store.js').Store} store */
export function timeline(store) {
  let [first, last] = [Infinity, -Infinity];
  for (let i = 0; i < store.rows; i++) {
    if (!store.mark[i] || store.day[i] === NO_DAY) continue;
    first = Math.min(first, store.day[i]);
    last = Math.max(last, store.day[i] + store.days[i]);
  }
  // One day, or none, leaves nothing to choose.
  if (!(last > first)) return null;
  const step = Math.ceil((last - first + 1) / MOST_BINS);
  const bins = Math.ceil((last - first + 1) / step);

  const canvas = el('canvas', { 'aria-hidden': 'true' });
  const from = slider('timeFrom', 0);
  const to = slider('timeTo', bins - 1);
  const words = el('output', { class: 'span' });
  const everything = el('button', { type: 'button', class: 'quiet', onclick: () => { set(0, bins - 1); } }, say('allTime'));
  const undated = el('input', { type: 'checkbox', onchange: () => { apply(); } });
  undated.checked = true;
  const element = el(
    'section',
    { class: 'timeline', 'aria-label': say('time') },
    el('div', { class: 'line' }, words, everything,
      store.undatedCount > 0 && el('label', { class: 'undated' }, undated, sayCount('undated', store.undatedCount))),
    el('div', { class: 'bars' }, canvas, from, to),
  );

  /**
   * @param {import('../strings.js').Phrase} name
   * @param {number} value
   */
  function slider(name, value) {
    const input = el('input', { type: 'range', min: 0, max: bins - 1, step: 1, value, 'aria-label': say(name), oninput: () => {
      if (Number(from.value) > Number(to.value)) {
        if (input === from) from.value = to.value;
        else to.value = from.value;
      }
      apply();
    } });
    return input;
  }
  /**
   * @param {number} low
   * @param {number} high
   */
  function set(low, high) {
    from.value = String(low);
    to.value = String(high);
    apply();
  }
  function apply() {
    const [low, high] = [Number(from.value), Number(to.value)];
    const whole = low === 0 && high === bins - 1;
    store.setWindow(whole ? null : [first + low * step, Math.min(last, first + (high + 1) * step - 1)], undated.checked);
  }

  // Dragging over the bars chooses a stretch of them.
  canvas.addEventListener('pointerdown', (event) => {
    canvas.setPointerCapture(event.pointerId);
    const binAt = (/** @type {PointerEvent} */ e) =>
      Math.max(0, Math.min(bins - 1, Math.floor((e.offsetX / canvas.clientWidth) * bins)));
    const start = binAt(event);
    const move = (/** @type {PointerEvent} */ e) => { set(Math.min(start, binAt(e)), Math.max(start, binAt(e))); };
    canvas.addEventListener('pointermove', move);
    canvas.addEventListener('pointerup', (e) => {
      canvas.removeEventListener('pointermove', move);
      if (binAt(e) === start) set(start, start);
    }, { once: true });
  });

  const draw = () => {
    const width = canvas.clientWidth;
    if (!width) return;
    const ratio = globalThis.devicePixelRatio || 1;
    canvas.width = width * ratio;
    canvas.height = HEIGHT * ratio;
    const context = canvas.getContext('2d');
    if (!context) return;
    context.scale(ratio, ratio);
    const all = new Uint32Array(bins);
    const { mark, day, found, layer, hidden } = store;
    for (let i = 0; i < store.rows; i++) {
      if (mark[i] && day[i] !== NO_DAY && (!found || found[i]) && !hidden.has(layer[i])) all[Math.floor((day[i] - first) / step)]++;
    }
    const top = Math.max(1, ...all);
    const [low, high] = [Number(from.value), Number(to.value)];
    const { ink, border } = ground();
    const wide = width / bins;
    for (let bin = 0; bin < bins; bin++) {
      if (!all[bin]) continue;
      const tall = Math.max(2, (all[bin] / top) * (HEIGHT - 4));
      const inside = bin >= low && bin <= high;
      context.fillStyle = inside ? ink : border;
      context.globalAlpha = inside ? 0.85 : 0.35;
      context.fillRect(bin * wide + (wide > 4 ? 1 : 0), HEIGHT - tall, Math.max(1, wide - (wide > 4 ? 2 : 0)), tall);
    }
    const { window } = store;
    const [a, b] = window ?? [first, last];
    fill(words, a === b ? sayDay(a, 'short') : `${sayDay(a, 'short')} – ${sayDay(b, 'short')}`);
    everything.hidden = window === null;
  };
  store.onChange(draw);
  return { element, draw };
}
