/** Events by date: a histogram, and the stretch of it that the map shows, chosen freely or stepped through. */

import { NO_DAY } from '../data/store.js';
import { startOf, stepEnd, stepFrom } from '../data/steps.js';
import { ground } from '../map/palette.js';
import { isStill } from '../motion.js';
import { say, sayCount, sayDay, sayDays } from '../strings.js';
import { el, fill } from './dom.js';

/** @typedef {import('../data/steps.js').Step} Step */

const MOST_BINS = 160;
const HEIGHT = 44;
const WIDEST = 28;
/** How long each step of a play is shown, in milliseconds. */
const BEAT = 800;
/** For readers who asked for less motion. */
const CALM_BEAT = 2500;

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
  const width = Math.ceil((last - first + 1) / MOST_BINS);
  const bins = Math.ceil((last - first + 1) / width);

  const canvas = el('canvas', { 'aria-hidden': 'true' });
  const from = slider('timeFrom', 0);
  const to = slider('timeTo', last - first);
  const words = el('output', { class: 'span' });
  const everything = el('button', { type: 'button', class: 'quiet', onclick: () => { release(); } }, say('allTime'));
  const undated = el('input', { type: 'checkbox', onchange: () => { apply(); } });
  undated.checked = true;
  const steps = /** @type {[Step | 'free', import('../strings.js').Phrase][]} */ ([
    ['free', 'stepFree'], ['day', 'stepDay'], ['week', 'stepWeek'], ['month', 'stepMonth'],
  ]);
  const step = el(
    'select',
    { 'aria-label': say('step'), onchange: () => {
      stop();
      if (step.value === 'free') release();
      else show(startOf(chosen(), first + Number(from.value)));
    } },
    ...steps.map(([value, name]) => el('option', { value }, say(name))),
  );
  const chosen = () => /** @type {Step} */ (step.value);
  const button = (/** @type {'earlier' | 'later' | 'play'} */ name, /** @type {string} */ sign, /** @type {() => void} */ act) =>
    el('button', { type: 'button', class: 'step', 'aria-label': say(name), title: say(name), onclick: act }, sign);
  const back = button('earlier', '‹', () => { stop(); move(-1); });
  const forth = button('later', '›', () => { stop(); move(1); });
  const play = button('play', '▶', () => { if (playing) stop(); else start(); });
  /** @type {ReturnType<typeof setInterval> | undefined} */
  let playing;
  const element = el(
    'section',
    { class: 'timeline', 'aria-label': say('time') },
    el('div', { class: 'line' }, words, everything,
      el('span', { class: 'steps', dir: 'ltr' }, back, play, forth, step),
      store.undatedCount > 0 && el('label', { class: 'undated' }, undated, sayCount('undated', store.undatedCount))),
    // Time runs as on the map's scale, in every language.
    el('div', { class: 'bars', dir: 'ltr' }, canvas, from, to),
  );

  /**
   * @param {import('../strings.js').Phrase} name
   * @param {number} value
   */
  function slider(name, value) {
    const input = el('input', { type: 'range', min: 0, max: last - first, step: 1, value, 'aria-label': say(name), oninput: () => {
      stop();
      if (Number(from.value) > Number(to.value)) {
        if (input === from) from.value = to.value;
        else to.value = from.value;
      }
      apply();
    } });
    return input;
  }
  /**
   * @param {number} low days since the first
   * @param {number} high
   */
  function set(low, high) {
    from.value = String(low);
    to.value = String(high);
    apply();
  }
  function apply() {
    const [low, high] = [Number(from.value), Number(to.value)];
    const whole = low === 0 && high === last - first;
    store.setWindow(whole ? null : [first + low, first + high], undated.checked);
    for (const [input, day] of /** @type {[HTMLInputElement, number][]} */ ([[from, low], [to, high]]))
      input.setAttribute('aria-valuetext', sayDay(first + day, 'short'));
  }
  function release() {
    stop();
    step.value = 'free';
    set(0, last - first);
  }
  /** Show the step that begins on a day. @param {number} day */
  function show(day) {
    set(Math.max(0, day - first), Math.min(last, stepEnd(chosen(), day)) - first);
  }
  /** @param {number} by */
  function move(by) {
    if (step.value === 'free') step.value = last - first > 400 ? 'month' : last - first > 60 ? 'week' : 'day';
    const now = startOf(chosen(), first + Number(from.value));
    const then = store.window ? stepFrom(chosen(), now, by) : by > 0 ? now : startOf(chosen(), last);
    if (then > last || stepEnd(chosen(), then) < first) return false;
    show(then);
    return true;
  }
  function start() {
    // A play that stands at the end begins anew.
    if (!move(1)) {
      show(startOf(chosen(), first));
    }
    playing = setInterval(() => { if (!move(1)) stop(); }, isStill() ? CALM_BEAT : BEAT);
    sign();
  }
  function stop() {
    clearInterval(playing);
    playing = undefined;
    sign();
  }
  function sign() {
    const name = say(playing ? 'pause' : 'play');
    play.setAttribute('aria-label', name);
    play.title = name;
    fill(play, playing ? '❚❚' : '▶');
  }

  // Dragging over the bars chooses a stretch of them.
  canvas.addEventListener('pointerdown', (event) => {
    stop();
    step.value = 'free';
    canvas.setPointerCapture(event.pointerId);
    const binAt = (/** @type {PointerEvent} */ e) =>
      Math.max(0, Math.min(bins - 1, Math.floor((e.offsetX / canvas.clientWidth) * bins)));
    const began = binAt(event);
    const choose = (/** @type {number} */ a, /** @type {number} */ b) => {
      set(Math.min(a, b) * width, Math.min(last - first, (Math.max(a, b) + 1) * width - 1));
    };
    const drag = (/** @type {PointerEvent} */ e) => { choose(began, binAt(e)); };
    canvas.addEventListener('pointermove', drag);
    canvas.addEventListener('pointerup', (e) => {
      canvas.removeEventListener('pointermove', drag);
      if (binAt(e) === began) choose(began, began);
    }, { once: true });
  });

  const draw = () => {
    const [low, high] = store.window ?? [first, last];
    fill(words, sayDays(low, high, 'short'));
    everything.hidden = store.window === null;
    const wide = canvas.clientWidth;
    if (!wide) return;
    const ratio = globalThis.devicePixelRatio || 1;
    canvas.width = wide * ratio;
    canvas.height = HEIGHT * ratio;
    const context = canvas.getContext('2d');
    if (!context) return;
    context.scale(ratio, ratio);
    const all = binned(store, first, width, bins);
    const top = Math.max(1, ...all);
    const { ink, border } = ground();
    const one = wide / bins;
    for (let bin = 0; bin < bins; bin++) {
      if (!all[bin]) continue;
      const tall = Math.max(2, (all[bin] / top) * (HEIGHT - 4));
      const begin = first + bin * width;
      const inside = begin + width > low && begin <= high;
      context.fillStyle = inside ? ink : border;
      context.globalAlpha = inside ? 0.85 : 0.35;
      // A few days are told apart by their bars, not by walls.
      const broad = Math.min(WIDEST, Math.max(1, one - (one > 4 ? 2 : 0)));
      context.fillRect(bin * one + (one - broad) / 2, HEIGHT - tall, broad, tall);
    }
  };
  store.onChange(draw);
  return {
    element,
    draw,
    /**
     * Take a stretch over, as it stood in a link.
     * @param {[number, number] | null} window
     * @param {boolean} withUndated
     */
    set(window, withUndated) {
      undated.checked = withUndated;
      const [low, high] = window ?? [first, last];
      set(Math.max(0, low - first), Math.min(last, high) - first);
    },
  };
}

/**
 * Events of each bin that all but the dates leave; at its first day each, as they are counted once.
 * @param {import('../data/store.js').Store} store
 * @param {number} first
 * @param {number} width days
 * @param {number} bins
 */
function binned(store, first, width, bins) {
  const all = new Uint32Array(bins);
  const { mark, day, fails, layer, window } = store;
  const visible = Array.from({ length: store.layerCount }, (_, i) => !store.hidden.has(i));
  for (let i = 0; i < store.rows; i++) {
    if (!mark[i] || day[i] === NO_DAY || !visible[layer[i]]) continue;
    if (!fails[i] || (window && fails[i] === 1 && !store.inTime(i))) all[Math.floor((day[i] - first) / width)]++;
  }
  return all;
}
