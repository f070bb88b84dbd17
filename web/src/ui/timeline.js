/** Events by date: a histogram, and the stretch of it that the map shows, chosen freely or stepped through. */

import { NO_DAY } from '../data/store.js';
import { startOf, stepEnd, stepFrom } from '../data/steps.js';
import { isStill } from '../motion.js';
import { say, sayCount, sayDay, sayDays } from '../strings.js';
import { barOf, binned, drawBars } from './bars.js';
import { el, fill } from './dom.js';

/** @typedef {import('../data/steps.js').Step} Step */

const MOST_BINS = 160;
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

  const scale = { first, last, width, bins };
  const canvas = el('canvas', { 'aria-hidden': 'true' });
  const from = slider('timeFrom', 0);
  const to = slider('timeTo', last - first);
  // A day is as wide as its bar: the first slider stands at its beginning, the second at its end.
  const oneDay = 100 / (bins * width);
  for (const input of [from, to]) input.style.width = `calc(${(last - first) * oneDay}% + 16px)`;
  to.style.left = `calc(${oneDay}% - 8px)`;
  const words = el('output', { class: 'span' });
  const pointed = el('span', { class: 'pointed', 'aria-hidden': 'true' });
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
      pointed,
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

  /** @type {import('./bars.js').Counts | null} */
  let counts = null;
  // Dragging over the bars chooses a stretch of them.
  canvas.addEventListener('pointerdown', (event) => {
    stop();
    step.value = 'free';
    canvas.setPointerCapture(event.pointerId);
    const binAt = (/** @type {PointerEvent} */ e) => barOf(e.offsetX, canvas.clientWidth, bins);
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
  // Pointing at a bar says when it is and how many events it holds.
  canvas.addEventListener('pointermove', (event) => {
    const bin = barOf(event.offsetX, canvas.clientWidth, bins);
    const begin = first + bin * width;
    fill(pointed, `${sayDays(begin, Math.min(last, begin + width - 1), 'short')}: ${sayCount('events', counts?.total[bin] ?? 0)}`);
  });
  canvas.addEventListener('pointerleave', () => { fill(pointed); });

  const draw = () => {
    const [low, high] = store.window ?? [first, last];
    fill(words, sayDays(low, high, 'short'));
    everything.hidden = store.window === null;
    counts = binned(store, scale);
    drawBars(canvas, scale, counts, [low, high]);
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
