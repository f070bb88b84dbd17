/** Events at one site, spread out around it while one looks at them; their places do not change. */

import { MARK } from '../data/store.js';
import { ground } from './palette.js';
import { at } from './scene.js';
import { drawSymbol } from './symbols.js';

export const MOST_IN_FAN = 36;

export class Fan {
  /** @param {import('../data/store.js').Store} store */
  constructor(store) {
    this.store = store;
    /** @type {number[]} */
    this.rows = [];
    /** @type {{row: number, x: number, y: number}[]} */
    this.spots = [];
    /** What the fan was last drawn in. @type {import('./mercator.js').View | null} */
    this.view = null;
  }

  /** @param {number[]} rows all at one site */
  open(rows) {
    this.rows = rows;
  }

  close() {
    this.rows = [];
    this.spots = [];
  }

  /**
   * @param {CanvasRenderingContext2D} context
   * @param {import('./mercator.js').View} view
   * @param {number} selected
   */
  draw(context, view, selected) {
    this.view = view;
    const rows = this.rows.filter((row) => this.store.shown[row]);
    if (rows.length < 2) {
      this.spots = [];
      return;
    }
    const centre = at(this.store.x[rows[0]], this.store.y[rows[0]], view);
    this.spots = rows.map((row, i) => ({ row, ...spot(i, rows.length, centre) }));
    const { ring, text } = ground();
    const reach = Math.max(...this.spots.map(({ x, y }) => Math.hypot(x - centre.x, y - centre.y))) + 20;
    context.globalAlpha = 0.82;
    context.fillStyle = ring;
    context.beginPath();
    context.arc(centre.x, centre.y, reach, 0, 2 * Math.PI);
    context.fill();
    context.globalAlpha = 1;
    context.strokeStyle = text;
    context.lineWidth = 1;
    for (const { x, y } of this.spots) {
      context.beginPath();
      context.moveTo(centre.x, centre.y);
      context.lineTo(x, y);
      context.stroke();
    }
    context.fillStyle = text;
    context.beginPath();
    context.arc(centre.x, centre.y, 3, 0, 2 * Math.PI);
    context.fill();
    for (const { row, x, y } of this.spots) {
      if (row === selected) {
        context.lineWidth = 2.5;
        context.beginPath();
        context.arc(x, y, 14, 0, 2 * Math.PI);
        context.stroke();
      }
      drawSymbol(context, x, y, this.store.layer[row], this.store.mark[row] === MARK.APPROXIMATE, 8);
    }
  }

  /**
   * @param {number} x
   * @param {number} y
   */
  hit(x, y) {
    return this.spots.find((one) => Math.hypot(one.x - x, one.y - y) < 13)?.row ?? null;
  }
}

/**
 * A ring for a few, a spiral for more.
 * @param {number} i
 * @param {number} count
 * @param {{x: number, y: number}} centre
 */
function spot(i, count, centre) {
  if (count <= 9) {
    const angle = (2 * Math.PI * i) / count - Math.PI / 2;
    const radius = Math.max(32, (count * 26) / (2 * Math.PI));
    return { x: centre.x + radius * Math.cos(angle), y: centre.y + radius * Math.sin(angle) };
  }
  const angle = 2.4 * Math.sqrt(i + 1.5) * 1.55;
  const radius = 24 + 5.2 * angle;
  return { x: centre.x + radius * Math.cos(angle), y: centre.y + radius * Math.sin(angle) };
}
