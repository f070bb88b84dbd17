/** Reads the basemap's tiles, each when it comes into view; `web/basemap/encode.mjs` writes them. */

import { mercatorX, mercatorY } from '../map/mercator.js';
import { sayCountry } from '../strings.js';
import { coarser, pathOf } from './detail.js';

/** The order in which a tile holds its shapes. */
const SHAPES = /** @type {const} */ (['land', 'lake', 'coast', 'border', 'admin1', 'river']);

/** @typedef {import('../map/mercator.js').View} View */
/** @typedef {import('./detail.js').Lines} Lines */
/** @typedef {(typeof SHAPES)[number]} Shape */
/** @typedef {{kind: number, rank: number, x: number, y: number, name: string}} Label */
/** @typedef {{coarse: boolean, tiles: Tile[]}} Level */

/** Paths hold 32-bit floats: a large unit square keeps them within a fraction of a pixel. */
export const UNIT = 2 ** 20;

/** Details of so many zooms are kept. */
const KEPT = 3;

class Reader {
  /** @param {Uint8Array} bytes */
  constructor(bytes) {
    this.bytes = bytes;
    this.at = 0;
  }

  unsigned() {
    let value = 0;
    let place = 1;
    for (;;) {
      const byte = this.bytes[this.at++];
      value += (byte & 127) * place;
      if (byte < 128) return value;
      place *= 128;
    }
  }

  signed() {
    const value = this.unsigned();
    return value % 2 ? -(value + 1) / 2 : value / 2;
  }
}

/** One tile; its edges are in the unit square, its shapes in units of `UNIT`. */
export class Tile {
  /**
   * @param {Uint8Array} bytes
   * @param {number} grid degrees of a step
   * @param {number} size degrees
   * @param {number} column
   * @param {number} row
   * @param {Record<string, string>} units first-level units in the reader's language
   */
  constructor(bytes, grid, size, column, row, units) {
    const whole = size >= 360;
    this.units = units;
    this.bytes = bytes;
    this.grid = grid;
    // Columns are counted on beyond the 180th meridian; what is stored there is as far west as ever.
    this.worlds = whole ? column : Math.floor((column * size + 180) / 360);
    this.west = whole ? column : mercatorX(column * size);
    this.east = whole ? column + 1 : mercatorX((column + 1) * size);
    this.north = whole ? 0 : mercatorY((row + 1) * size);
    this.south = whole ? 1 : mercatorY(row * size);
    /** @type {[number, number, number, number]} */
    this.edges = [this.west * UNIT, this.north * UNIT, this.east * UNIT, this.south * UNIT];
    /** Finer than this zoom there is nothing more to see. */
    this.finest = Math.ceil(Math.log2(360 / (256 * grid)));
    /** @type {{shapes: Record<Shape, Lines>, labels: Label[]} | null} */
    this.content = null;
    /** Shapes and paths as detailed as a zoom can show, by zoom. @type {Map<number, {lines: Partial<Record<Shape, Lines>>, paths: Partial<Record<Shape, Path2D>>}>} */
    this.details = new Map();
  }

  read() {
    return (this.content ??= decode(this.bytes, this.grid, this.worlds, this.units));
  }

  /** @param {number} zoom */
  detail(zoom) {
    const whole = Math.min(this.finest, Math.ceil(zoom));
    let detail = this.details.get(whole);
    if (!detail) {
      if (this.details.size >= KEPT) this.details.delete(this.details.keys().next().value ?? NaN);
      this.details.set(whole, (detail = { lines: {}, paths: {} }));
    }
    return { whole, ...detail };
  }

  /**
   * @param {Shape} shape
   * @param {number} zoom
   */
  lines(shape, zoom) {
    const { whole, lines } = this.detail(zoom);
    return (lines[shape] ??= coarser(this.read().shapes[shape], closed(shape), UNIT / (256 * 2 ** whole), this.edges));
  }

  /**
   * @param {Shape} shape
   * @param {number} zoom
   */
  path(shape, zoom) {
    const { paths } = this.detail(zoom);
    // Inland waters are not surveyed for so close a look: there a bend is nearer to the truth than a corner.
    const bent = (shape === 'river' || shape === 'lake') && zoom > 6;
    return (paths[shape] ??= pathOf(this.lines(shape, zoom), closed(shape), bent ? this.edges : null));
  }

  /** @param {View} view */
  inView(view) {
    return (
      this.east * view.scale > view.left &&
      this.west * view.scale < view.left + view.width &&
      this.south * view.scale > view.top &&
      this.north * view.scale < view.top + view.height
    );
  }
}

/** @param {Shape} shape */
const closed = (shape) => shape === 'land' || shape === 'lake';

/**
 * @param {Uint8Array} bytes
 * @param {import('../data/payload.js').Index['basemap']} described
 * @param {boolean} [twice] whether the world is seen across its edge
 * @param {Record<string, string>} [units] first-level units in the reader's language, by their English name
 * @returns {Level[]}
 */
export function openBasemap(bytes, described, twice = false, units = {}) {
  let at = 0;
  return described.map(({ size, grid, tiles }) => ({
    coarse: size >= 360,
    tiles: tiles.flatMap(([column, row, length]) => {
      const own = bytes.subarray(at, (at += length));
      const columns = twice && size >= 360 ? [column, column + 1] : [column];
      return columns.map((one) => new Tile(own, grid, size, one, row, units));
    }),
  }));
}

/**
 * The names in a view.
 * @param {Level[]} levels
 * @param {View} view
 */
export const labelsOf = (levels, view) =>
  levels.flatMap(({ tiles }) => tiles.flatMap((tile) => (tile.inView(view) ? tile.read().labels : [])));

/**
 * @param {Uint8Array} bytes none for open sea
 * @param {number} grid
 * @param {number} worlds to the east
 * @param {Record<string, string>} units
 */
function decode(bytes, grid, worlds, units) {
  const reader = new Reader(bytes);
  const decoder = new TextDecoder();
  let x = 0;
  let y = 0;
  const shapes = /** @type {Record<Shape, Lines>} */ ({});
  for (const shape of SHAPES) {
    /** @type {Float64Array[]} */
    const lines = [];
    for (let parts = bytes.length ? reader.unsigned() : 0; parts > 0; parts--) {
      const line = new Float64Array(2 * reader.unsigned());
      for (let i = 0; i < line.length; i += 2) {
        x += reader.signed();
        y += reader.signed();
        line[i] = (mercatorX(x * grid) + worlds) * UNIT;
        line[i + 1] = mercatorY(y * grid) * UNIT;
      }
      lines.push(line);
    }
    shapes[shape] = lines;
  }
  /** @type {Label[]} */
  const labels = [];
  for (let count = bytes.length ? reader.unsigned() : 0; count > 0; count--) {
    const kind = reader.unsigned();
    const rank = reader.unsigned();
    x += reader.signed();
    y += reader.signed();
    const long = reader.unsigned();
    const [name, code] = decoder.decode(bytes.subarray(reader.at, reader.at + long)).split('\t').reverse();
    reader.at += long;
    labels.push({ kind, rank, x: mercatorX(x * grid) + worlds, y: mercatorY(y * grid), name: (code && sayCountry(code)) ?? units[name] ?? name });
  }
  return { shapes, labels };
}
