/** Reads the basemap's tiles; `web/basemap/encode.mjs` writes them. */

import { mercatorX, mercatorY } from '../map/mercator.js';

/** The order in which a tile holds its shapes. */
const SHAPES = /** @type {const} */ (['land', 'lake', 'coast', 'border', 'admin1', 'river']);

/** @typedef {(typeof SHAPES)[number]} Shape */
/** @typedef {{kind: number, rank: number, x: number, y: number, name: string}} Label */
/** @typedef {{west: number, north: number, east: number, south: number, paths: Record<Shape, Path2D>}} Tile in the unit square; paths in units of `UNIT` from `ORIGIN` */
/** @typedef {{coarse: boolean, tiles: Tile[]}} Level */

/** Paths hold 32-bit floats: a large unit square keeps them within a fraction of a pixel. */
export const UNIT = 2 ** 20;

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

/**
 * @param {Uint8Array} bytes
 * @param {import('../data/payload.js').Index['basemap']} described
 * @returns {{levels: Level[], labels: Label[]}}
 */
export function decodeBasemap(bytes, described) {
  const reader = new Reader(bytes);
  const decoder = new TextDecoder();
  /** @type {Label[]} */
  const labels = [];
  const levels = described.map(({ size, grid, tiles }) => ({
    coarse: size >= 360,
    tiles: tiles.map(([column, row, length]) => {
      const end = reader.at + length;
      let x = 0;
      let y = 0;
      const paths = /** @type {Record<Shape, Path2D>} */ ({});
      for (const shape of SHAPES) {
        const path = new Path2D();
        const closed = shape === 'land' || shape === 'lake';
        for (let parts = length ? reader.unsigned() : 0; parts > 0; parts--) {
          const points = reader.unsigned();
          for (let i = 0; i < points; i++) {
            x += reader.signed();
            y += reader.signed();
            const px = mercatorX(x * grid) * UNIT;
            const py = mercatorY(y * grid) * UNIT;
            if (i) path.lineTo(px, py);
            else path.moveTo(px, py);
          }
          if (closed) path.closePath();
        }
        paths[shape] = path;
      }
      for (let count = length ? reader.unsigned() : 0; count > 0; count--) {
        const kind = reader.unsigned();
        const rank = reader.unsigned();
        x += reader.signed();
        y += reader.signed();
        const bytesLong = reader.unsigned();
        const name = decoder.decode(reader.bytes.subarray(reader.at, reader.at + bytesLong));
        reader.at += bytesLong;
        labels.push({ kind, rank, x: mercatorX(x * grid), y: mercatorY(y * grid), name });
      }
      reader.at = end;
      const whole = size >= 360;
      return {
        west: whole ? 0 : mercatorX(column * size),
        east: whole ? 1 : mercatorX((column + 1) * size),
        north: whole ? 0 : mercatorY((row + 1) * size),
        south: whole ? 1 : mercatorY(row * size),
        paths,
      };
    }),
  }));
  return { levels, labels };
}
