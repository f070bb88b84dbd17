/** From where something was launched to what it was aimed at, where both are known. */

import { look } from './palette.js';

/** Above so many lines nobody can follow one: then only the chosen event's is drawn. */
const MOST = 1500;

/**
 * @param {CanvasRenderingContext2D} context
 * @param {import('./mercator.js').View} view
 * @param {import('../data/store.js').Store} store
 */
export function drawLines(context, view, store) {
  const { origin } = store;
  if (!origin) return;
  /** @type {number[]} */
  const rows = [];
  for (let row = 0; row < store.rows; row++) {
    if (!store.shown[row] || origin.x[row] !== origin.x[row]) continue;
    rows.push(row);
    if (rows.length > MOST) return;
  }
  for (const row of rows) drawLine(context, view, store, row, rows.length > 60 ? 0.35 : 0.7);
}

/**
 * A bow, so that there and back are told apart, its arrow at the target.
 * @param {CanvasRenderingContext2D} context
 * @param {import('./mercator.js').View} view
 * @param {import('../data/store.js').Store} store
 * @param {number} row
 * @param {number} alpha
 */
export function drawLine(context, view, store, row, alpha) {
  const { origin } = store;
  if (!origin || origin.x[row] !== origin.x[row]) return;
  const at = (/** @type {number} */ x, /** @type {number} */ y) => ({ x: x * view.scale - view.left, y: y * view.scale - view.top });
  const from = at(origin.x[row], origin.y[row]);
  const to = at(store.x[row], store.y[row]);
  const length = Math.hypot(to.x - from.x, to.y - from.y);
  if (length < 4) return;
  const bow = { x: (from.x + to.x) / 2 + (to.y - from.y) * 0.14, y: (from.y + to.y) / 2 - (to.x - from.x) * 0.14 };
  const { colour } = look(store.layer[row]);
  context.save();
  context.globalAlpha = alpha;
  context.strokeStyle = context.fillStyle = colour;
  context.lineWidth = 1.8;
  context.beginPath();
  context.moveTo(from.x, from.y);
  context.quadraticCurveTo(bow.x, bow.y, to.x, to.y);
  context.stroke();
  context.beginPath();
  context.arc(from.x, from.y, 3.2, 0, 2 * Math.PI);
  context.fill();
  const angle = Math.atan2(to.y - bow.y, to.x - bow.x);
  // The arrow ends before the mark, which stays whole.
  context.translate(to.x - 11 * Math.cos(angle), to.y - 11 * Math.sin(angle));
  context.rotate(angle);
  context.beginPath();
  context.moveTo(0, 0);
  context.lineTo(-10, -4.5);
  context.lineTo(-10, 4.5);
  context.fill();
  context.restore();
}
