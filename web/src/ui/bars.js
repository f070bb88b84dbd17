/** The histogram of the timeline: bars by date, made up of the layers' colours, above an axis with dates. */

import { ticks } from '../data/ticks.js';
import { NO_DAY } from '../data/store.js';
import { ground, look } from '../map/palette.js';
import { sayCount, sayTick } from '../strings.js';

/** @typedef {{first: number, last: number, width: number, bins: number}} Scale `width` in days of a bin */
/** @typedef {{total: Uint32Array, layers: Uint32Array, layerCount: number}} Counts `layers` by bin, then by layer */

const HEIGHT = 46;
const AXIS = 20;
const WIDEST = 28;
/** Pixels that a date takes along the axis. */
const ROOM = 84;
const FONT = '11px system-ui, sans-serif';

/**
 * Events of each bin that all but the dates leave; at its first day each, as they are counted once.
 * @param {import('../data/store.js').Store} store
 * @param {Scale} scale
 * @returns {Counts}
 */
export function binned(store, { first, width, bins }) {
  const { mark, day, fails, layer, layerCount, window } = store;
  const layers = new Uint32Array(bins * layerCount);
  const total = new Uint32Array(bins);
  const visible = Array.from({ length: layerCount }, (_, i) => !store.hidden.has(i));
  for (let i = 0; i < store.rows; i++) {
    if (!mark[i] || day[i] === NO_DAY || !visible[layer[i]]) continue;
    if (fails[i] && !(window && fails[i] === 1 && !store.inTime(i))) continue;
    const bin = Math.floor((day[i] - first) / width);
    total[bin]++;
    layers[bin * layerCount + layer[i]]++;
  }
  return { total, layers, layerCount };
}

/**
 * Which bar lies under a point.
 * @param {number} x pixels from the left
 * @param {number} wide pixels of all bars
 * @param {number} bins
 */
export const barOf = (x, wide, bins) => Math.max(0, Math.min(bins - 1, Math.floor((x / wide) * bins)));

/**
 * @param {HTMLCanvasElement} canvas
 * @param {Scale} scale
 * @param {Counts} counts
 * @param {[number, number]} chosen days, both included
 */
export function drawBars(canvas, scale, counts, chosen) {
  const wide = canvas.clientWidth;
  const context = canvas.getContext('2d');
  if (!wide || !context) return;
  const ratio = globalThis.devicePixelRatio || 1;
  canvas.width = wide * ratio;
  canvas.height = (HEIGHT + AXIS) * ratio;
  context.scale(ratio, ratio);
  // The bars run from the left in every language, their words do not.
  context.direction = document.documentElement.dir === 'rtl' ? 'rtl' : 'ltr';
  const top = Math.max(1, ...counts.total);
  drawHeight(context, top, wide);
  const one = wide / scale.bins;
  // A few days are told apart by their bars, not by walls.
  const broad = Math.min(WIDEST, Math.max(1, one - (one > 4 ? 1.5 : 0)));
  for (let bin = 0; bin < scale.bins; bin++) {
    if (!counts.total[bin]) continue;
    const begin = scale.first + bin * scale.width;
    drawBar(context, bin * one + (one - broad) / 2, broad, counts, bin, top, begin + scale.width > chosen[0] && begin <= chosen[1]);
  }
  drawAxis(context, scale, wide);
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {number} left
 * @param {number} broad
 * @param {Counts} counts
 * @param {number} bin
 * @param {number} top events of the tallest bar
 * @param {boolean} inside the stretch that is shown
 */
function drawBar(context, left, broad, { total, layers, layerCount }, bin, top, inside) {
  const tall = Math.max(2, (total[bin] / top) * (HEIGHT - 12));
  if (!inside) {
    context.fillStyle = ground().border;
    context.globalAlpha = 0.35;
    context.fillRect(left, HEIGHT - tall, broad, tall);
    context.globalAlpha = 1;
    return;
  }
  let at = HEIGHT;
  // What is not stated lies on top.
  for (let i = 1; i <= layerCount; i++) {
    const layer = i % layerCount;
    const share = (layers[bin * layerCount + layer] / total[bin]) * tall;
    if (!share) continue;
    context.fillStyle = look(layer).colour;
    context.fillRect(left, at - share, broad, share);
    at -= share;
  }
}

/**
 * How many events the tallest bar stands for.
 * @param {CanvasRenderingContext2D} context
 * @param {number} top
 * @param {number} wide
 */
function drawHeight(context, top, wide) {
  const { faint, border } = ground();
  context.font = FONT;
  context.textBaseline = 'alphabetic';
  context.textAlign = 'left';
  context.fillStyle = faint;
  const words = sayCount('events', top);
  context.fillText(words, 0, 10);
  context.globalAlpha = 0.35;
  context.fillStyle = border;
  const from = context.measureText(words).width + 6;
  context.fillRect(from, 11.5, wide - from, 0.5);
  context.globalAlpha = 1;
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {Scale} scale
 * @param {number} wide
 */
function drawAxis(context, { first, last, width, bins }, wide) {
  const { faint, border } = ground();
  const { unit, days } = ticks(first, last, wide / ROOM);
  const day = wide / (bins * width);
  context.fillStyle = border;
  context.fillRect(0, HEIGHT, wide, 1);
  context.font = FONT;
  context.textBaseline = 'alphabetic';
  // A day's name stands below its bar, a month's and a year's where it begins.
  context.textAlign = unit === 'day' ? 'center' : 'left';
  for (const [i, at] of days.entries()) {
    const x = (at - first + (unit === 'day' ? 0.5 : 0)) * day;
    context.fillStyle = border;
    if (unit !== 'day') context.fillRect(x, HEIGHT, 1, AXIS - 4);
    const words = sayTick(at, unit, i === 0);
    const long = context.measureText(words).width;
    const left = unit === 'day' ? Math.min(Math.max(x, long / 2), wide - long / 2) : x + 5;
    if (unit !== 'day' && left + long > wide) continue;
    context.fillStyle = faint;
    context.fillText(words, left, HEIGHT + AXIS - 4);
  }
}
