/** Names on the map: each is drawn only where it hides no mark and no name that matters more. */

import { ground } from './palette.js';

/** @typedef {import('./mercator.js').View} View */
/** @typedef {{left: number, top: number, right: number, bottom: number}} Box */

const SANS = 'system-ui, "Segoe UI", "Noto Sans", "Noto Naskh Arabic", sans-serif';
const COUNTRY = 0;

export class Labels {
  /**
   * @param {CanvasRenderingContext2D} context
   * @param {View} view
   * @param {Box[]} covered what hides parts of the view, such as an open card, from the view's corner
   */
  constructor(context, view, covered) {
    this.context = context;
    this.view = view;
    const { x, y } = view.margin;
    this.taken = covered.map(({ left, top, right, bottom }) => ({ left: left + x, top: top + y, right: right + x, bottom: bottom + y }));
    /** @type {Set<string>} */
    this.written = new Set();
  }

  /** @param {Box} box */
  block(box) {
    this.taken.push(box);
  }

  /**
   * @param {Box} box
   * @param {Box[]} [beside] also to be kept free
   */
  isFree(box, beside = []) {
    const { view } = this;
    // The canvas reaches beyond the view: what would be cut off by its edge is written elsewhere.
    const { x, y } = view.margin;
    if (box.left < x || box.right > view.width - x || box.top < y || box.bottom > view.height - y) return false;
    const hides = (/** @type {Box} */ other) => box.left < other.right && box.right > other.left && box.top < other.bottom && box.bottom > other.top;
    return !this.taken.some(hides) && !beside.some(hides);
  }

  /**
   * Write beside a mark, where there is room.
   * @param {string} text
   * @param {number} x
   * @param {number} y
   * @param {number} gap from the mark's centre
   * @param {{font: string, colour: string, second?: string | null, secondFont?: string, secondColour?: string}} style
   */
  beside(text, x, y, gap, style) {
    const { context } = this;
    context.font = style.font;
    const lines = inTwo(text);
    const widths = lines.map((line) => this.widthOf(line));
    const second = style.second && style.secondFont ? style.second : null;
    if (second && style.secondFont) {
      context.font = style.secondFont;
      widths.push(this.widthOf(second));
      context.font = style.font;
    }
    const width = Math.max(...widths);
    const high = 15 * lines.length + (second ? 13 : 0);
    const spots = [
      { left: x + gap, top: y - high / 2, align: 'left' },
      { left: x - gap - width, top: y - high / 2, align: 'right' },
      { left: x - width / 2, top: y - gap - high, align: 'center' },
      { left: x - width / 2, top: y + gap, align: 'center' },
    ];
    for (const { left, top, align } of spots) {
      const box = { left: left - 2, top, right: left + width + 2, bottom: top + high };
      if (!this.isFree(box)) continue;
      this.block(box);
      this.written.add(text.toLowerCase());
      context.textAlign = 'left';
      const line = (/** @type {string} */ words, /** @type {number} */ down, colour = style.colour) => {
        const spare = width - this.widthOf(words);
        this.write(words, left + (align === 'left' ? 0 : align === 'right' ? spare : spare / 2), top + down, colour);
      };
      lines.forEach((words, i) => { line(words, 8 + 15 * i); });
      if (second && style.secondFont) {
        context.font = style.secondFont;
        line(second, high - 7, style.secondColour);
      }
      return true;
    }
    return false;
  }

  /**
   * Write with the middle at a point, or not at all.
   * @param {string} text
   * @param {number} x
   * @param {number} y
   * @param {string} font
   * @param {string} colour
   */
  centred(text, x, y, font, colour) {
    const { context } = this;
    context.font = font;
    const width = this.widthOf(text);
    const box = { left: x - width / 2 - 3, top: y - 8, right: x + width / 2 + 3, bottom: y + 8 };
    if (!this.isFree(box)) return;
    this.block(box);
    context.textAlign = 'left';
    this.write(text, x - width / 2, y, colour);
  }

  /** @param {string} text */
  widthOf(text) {
    return this.context.measureText(text).width;
  }

  /**
   * @param {string} text
   * @param {number} x
   * @param {number} y
   * @param {string} colour
   */
  write(text, x, y, colour) {
    const { context } = this;
    context.textBaseline = 'middle';
    context.lineJoin = 'round';
    context.lineWidth = 3;
    context.strokeStyle = ground().halo;
    context.strokeText(text, x, y);
    context.fillStyle = colour;
    context.fillText(text, x, y);
  }

  /**
   * Names of countries, places and first-level units, in this order.
   * @param {import('../basemap/decode.js').Label[]} names
   * @param {{name: string, local: string | null, x: number, y: number, rank: number}[]} places
   */
  ground(names, places) {
    const { context, view } = this;
    const { place: ink, local, faint } = ground();
    const spaced = /** @type {any} */ (context);
    const at = (/** @type {{x: number, y: number}} */ { x, y }) => ({ px: x * view.scale - view.left, py: y * view.scale - view.top });
    const inside = (/** @type {{px: number, py: number}} */ { px, py }) => px > 0 && py > 0 && px < view.width && py < view.height;
    for (const name of names) {
      if (name.kind !== COUNTRY || view.zoom < name.rank - 0.6 || view.zoom > name.rank + 6) continue;
      const spot = at(name);
      if (!inside(spot)) continue;
      spaced.letterSpacing = '2px';
      this.centred(name.name.toUpperCase(), spot.px, spot.py, `600 ${name.rank < 4 ? 13 : 11.5}px ${SANS}`, faint);
      spaced.letterSpacing = '0px';
    }
    for (const place of places) {
      if (view.zoom < 4 + place.rank * 0.8 || this.written.has(place.name.toLowerCase())) continue;
      const spot = at(place);
      if (!inside(spot)) continue;
      const dot = { left: spot.px - 3, top: spot.py - 3, right: spot.px + 3, bottom: spot.py + 3 };
      if (!this.isFree(dot)) continue;
      const drawn = this.beside(place.name, spot.px, spot.py, 6, {
        font: `${place.rank < 2 ? 600 : 400} ${place.rank < 2 ? 12.5 : 11.5}px ${SANS}`,
        colour: ink,
        second: view.zoom >= 6.5 ? place.local : null,
        secondFont: `400 11px ${SANS}`,
        secondColour: local,
      });
      if (drawn) {
        context.fillStyle = ink;
        context.fillRect(spot.px - 1.5, spot.py - 1.5, 3, 3);
        this.block(dot);
      }
    }
    for (const name of names) {
      if (name.kind === COUNTRY || view.zoom < name.rank + 1.6 || view.zoom > name.rank + 7) continue;
      if (this.written.has(name.name.toLowerCase())) continue;
      const spot = at(name);
      if (!inside(spot)) continue;
      spaced.letterSpacing = '0.6px';
      this.centred(name.name, spot.px, spot.py, `italic 400 11.5px ${SANS}`, faint);
      spaced.letterSpacing = '0px';
    }
  }
}

/** A long name on two lines, broken near its middle. @param {string} text */
function inTwo(text) {
  if (text.length <= 24) return [text];
  const short = text.length > 60 ? `${text.slice(0, 59)}…` : text;
  const breaks = [...short.matchAll(/\s/g)].map((found) => found.index);
  const middle = short.length / 2;
  const at = breaks.sort((a, b) => Math.abs(a - middle) - Math.abs(b - middle))[0];
  return at === undefined ? [short] : [short.slice(0, at), short.slice(at + 1)];
}

/** How the name of an event's place is written. */
export const eventStyle = () => ({ font: `600 12.5px ${SANS}`, colour: ground().text });
