/** What is on the map and what of it is shown: the one state that every part of the page follows. */

import { MAX_LAYERS } from '../map/palette.js';
import { mercatorX, mercatorY } from '../map/mercator.js';

/** As in `geomap/render/marks.py`. */
export const MARK = { NONE: 0, POINT: 1, APPROXIMATE: 2, OUTLINE: 3, DISK: 4 };
export const NO_DAY = -(2 ** 31);

/** @typedef {import('./payload.js').Numbers} Numbers */

export class Store {
  /**
   * @param {import('./payload.js').Index} index
   * @param {Record<string, Numbers>} core
   */
  constructor(index, core) {
    this.index = index;
    this.rows = index.rows;
    this.mark = core.mark;
    this.radius = core.radius;
    this.outline = core.outline;
    this.day = core.day;
    this.days = core.days;
    this.codes = index.layers.map((_, i) => core[`layer:${i}`]);
    this.lat = new Float64Array(this.rows);
    this.lon = new Float64Array(this.rows);
    this.x = new Float64Array(this.rows);
    this.y = new Float64Array(this.rows);
    /** @type {number[]} */
    this.unplaced = [];
    for (let i = 0; i < this.rows; i++) {
      if (this.mark[i] === MARK.NONE) {
        this.unplaced.push(i);
        this.x[i] = this.y[i] = NaN;
      } else {
        this.lat[i] = core.lat[i] * index.step;
        this.lon[i] = core.lon[i] * index.step;
        this.x[i] = mercatorX(this.lon[i]);
        this.y[i] = mercatorY(this.lat[i]);
      }
    }
    this.placed = this.rows - this.unplaced.length;

    /** Which of the index's layer columns is shown; -1 with none: then all events are one layer. */
    this.active = index.layers.length ? 0 : -1;
    /** Layer of each row: 0 not stated, then values, the last one being "others". */
    this.layer = new Uint8Array(this.rows);
    this.layerCount = 1;
    /** @type {Set<number>} */
    this.hidden = new Set();
    /** Dates to show, both included; null shows all. @type {[number, number] | null} */
    this.window = null;
    this.undatedShown = true;
    /** Rows that a search found; null without one. @type {Uint8Array | null} */
    this.found = null;

    /** 1 where a row is drawn. */
    this.shown = new Uint8Array(this.rows);
    this.shownCount = 0;
    /** Rows of each layer that time and search leave, hidden layers included. */
    this.counts = new Uint32Array(1);
    this.undatedCount = 0;
    for (let i = 0; i < this.rows; i++) if (this.mark[i] !== MARK.NONE && this.day[i] === NO_DAY) this.undatedCount++;
    /** @type {(() => void)[]} */
    this.listeners = [];
    this.setActive(this.active);
  }

  /** @param {() => void} listener */
  onChange(listener) {
    this.listeners.push(listener);
  }

  /** Make another column the layers; what was hidden comes back. @param {number} active */
  setActive(active) {
    this.active = active;
    this.hidden.clear();
    const values = active < 0 ? 0 : this.index.layers[active].values.length;
    const others = values > MAX_LAYERS;
    this.layerCount = 1 + Math.min(values, MAX_LAYERS) + (others ? 1 : 0);
    if (active < 0) this.layer.fill(1);
    else {
      const codes = this.codes[active];
      for (let i = 0; i < this.rows; i++) this.layer[i] = Math.min(codes[i], MAX_LAYERS + 1);
    }
    if (active < 0) this.layerCount = 2;
    this.refresh();
  }

  /**
   * @param {number} layer
   * @param {boolean} shown
   */
  showLayer(layer, shown) {
    if (shown) this.hidden.delete(layer);
    else this.hidden.add(layer);
    this.refresh();
  }

  /** @param {boolean} shown */
  showAllLayers(shown) {
    this.hidden.clear();
    if (!shown) for (let i = 0; i < this.layerCount; i++) this.hidden.add(i);
    this.refresh();
  }

  /**
   * @param {[number, number] | null} window
   * @param {boolean} undatedShown
   */
  setWindow(window, undatedShown) {
    this.window = window;
    this.undatedShown = undatedShown;
    this.refresh();
  }

  /** @param {Uint8Array | null} found */
  setFound(found) {
    this.found = found;
    this.refresh();
  }

  /** @param {number} row */
  inTime(row) {
    const day = this.day[row];
    if (day === NO_DAY) return this.undatedShown;
    return !this.window || (day <= this.window[1] && day + this.days[row] >= this.window[0]);
  }

  /** Work out anew what is shown, then tell everybody. */
  refresh() {
    const { rows, mark, layer, shown, found } = this;
    const counts = new Uint32Array(this.layerCount);
    const visible = new Uint8Array(this.layerCount);
    for (let i = 0; i < this.layerCount; i++) visible[i] = this.hidden.has(i) ? 0 : 1;
    const timed = this.window !== null || !this.undatedShown;
    let total = 0;
    for (let i = 0; i < rows; i++) {
      let show = 0;
      if (mark[i] !== MARK.NONE && (!found || found[i]) && (!timed || this.inTime(i))) {
        counts[layer[i]]++;
        show = visible[layer[i]];
      }
      shown[i] = show;
      total += show;
    }
    this.counts = counts;
    this.shownCount = total;
    for (const listener of this.listeners) listener();
  }
}
