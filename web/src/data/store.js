/** What is on the map and what of it is shown: the one state that every part of the page follows. */

import { MAX_LAYERS } from '../map/palette.js';
import { mercatorX, mercatorY } from '../map/mercator.js';

/** As in `geomap/render/marks.py`. */
export const MARK = { NONE: 0, POINT: 1, APPROXIMATE: 2, OUTLINE: 3, DISK: 4 };
export const NO_DAY = -(2 ** 31);

const NO_COORDINATE = -(2 ** 31);

/** @typedef {import('./payload.js').Numbers} Numbers */
/** @typedef {{values: Float64Array, low: number, high: number, unknown: boolean}} Range both ends included; `unknown`: also where no number is stated */

export class Store {
  /**
   * @param {import('./payload.js').Index} index
   * @param {Record<string, Numbers>} core
   */
  constructor(index, core) {
    this.index = index;
    this.rows = index.rows;
    const seam = index.seam ?? -180;
    /** A longitude as the map draws it: where events lie on both sides of the 180th meridian, beyond it. @type {(lon: number) => number} */
    this.eastward = (lon) => (lon < seam ? lon + 360 : lon);
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
        this.x[i] = mercatorX(this.eastward(this.lon[i]));
        this.y[i] = mercatorY(this.lat[i]);
      }
    }
    /** Where events were launched from, in the unit square, NaN where not known. @type {{x: Float64Array, y: Float64Array} | null} */
    this.origin = core.originLat ? originsOf(core, index.step, this.eastward) : null;
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
    /** Values that a filter leaves out, by the index's layer column: 1 at the code of such a value. @type {Map<number, Uint8Array>} */
    this.without = new Map();
    /** Numbers that a filter asks for, by the index's number column. @type {Map<number, Range>} */
    this.ranges = new Map();

    /** How many of search, dates and filters leave a row out. */
    this.fails = new Uint8Array(this.rows);
    /** 1 where a row is drawn. */
    this.shown = new Uint8Array(this.rows);
    this.shownCount = 0;
    /** Rows of each layer that dates, search and filters leave, hidden layers included. */
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

  /**
   * Leave events with some values of a column out.
   * @param {number} column of the index's layers
   * @param {Uint8Array | null} codes 1 at the codes to leave out
   */
  setWithout(column, codes) {
    if (codes?.some(Boolean)) this.without.set(column, codes);
    else this.without.delete(column);
    this.refresh();
  }

  /**
   * Keep only events with a number in a range.
   * @param {number} column of the index's numbers
   * @param {Range | null} range
   */
  setRange(column, range) {
    if (range) this.ranges.set(column, range);
    else this.ranges.delete(column);
    this.refresh();
  }

  clearFilters() {
    this.without.clear();
    this.ranges.clear();
    this.refresh();
  }

  /** Number of filters that leave something out. */
  get filters() {
    return this.without.size + this.ranges.size;
  }

  /**
   * Events of each value of a column that everything but this column's own filter leaves.
   * @param {number} column of the index's layers
   */
  countsOf(column) {
    const codes = this.codes[column];
    const counts = new Uint32Array(this.index.layers[column].values.length + 1);
    const own = this.without.get(column);
    for (let i = 0; i < this.rows; i++) {
      const others = own ? this.fails[i] - own[codes[i]] : this.fails[i];
      if (!others && this.mark[i] && !this.hidden.has(this.layer[i])) counts[codes[i]]++;
    }
    return counts;
  }

  /** Work out anew what is shown, then tell everybody. */
  refresh() {
    const { rows, mark, layer, shown, found, fails } = this;
    if (found) for (let i = 0; i < rows; i++) fails[i] = found[i] ? 0 : 1;
    else fails.fill(0);
    if (this.window !== null || !this.undatedShown) for (let i = 0; i < rows; i++) if (!this.inTime(i)) fails[i]++;
    for (const [column, left] of this.without) {
      const codes = this.codes[column];
      for (let i = 0; i < rows; i++) fails[i] += left[codes[i]];
    }
    for (const { values, low, high, unknown } of this.ranges.values()) {
      for (let i = 0; i < rows; i++) {
        const value = values[i];
        if (value !== value ? !unknown : value < low || value > high) fails[i]++;
      }
    }
    const counts = new Uint32Array(this.layerCount);
    const visible = new Uint8Array(this.layerCount);
    for (let i = 0; i < this.layerCount; i++) visible[i] = this.hidden.has(i) ? 0 : 1;
    let total = 0;
    for (let i = 0; i < rows; i++) {
      let show = 0;
      if (!fails[i] && mark[i]) {
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

  /** Events without a place that the filters leave. */
  unplacedKept() {
    return this.unplaced.filter((row) => !this.fails[row] && !this.hidden.has(this.layer[row]));
  }
}

/**
 * @param {Record<string, Numbers>} core
 * @param {number} step
 * @param {(lon: number) => number} eastward
 */
function originsOf({ originLat, originLon }, step, eastward) {
  const known = (/** @type {number} */ i) => originLat[i] !== NO_COORDINATE;
  return {
    x: Float64Array.from(originLon, (lon, i) => (known(i) ? mercatorX(eastward(lon * step)) : NaN)),
    y: Float64Array.from(originLat, (lat, i) => (known(i) ? mercatorY(lat * step) : NaN)),
  };
}
