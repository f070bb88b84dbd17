/** One tile as bytes: zigzag varints of differences, which gzip packs well and a few lines decode. */

/** @typedef {import('./clip.mjs').Point} Point */
/** @typedef {{kind: number, lon: number, lat: number, rank: number, name: string, code?: string}} Label `code`: ISO 3166-1, of a country */

/** The order in which a tile holds its shapes; `src/basemap/decode.js` reads the same. */
export const SHAPES = ['land', 'lake', 'coast', 'border', 'admin1', 'river'];

class Bytes {
  constructor() {
    /** @type {number[]} */
    this.bytes = [];
  }

  /** @param {number} value */
  unsigned(value) {
    while (value > 127) {
      this.bytes.push((value % 128) + 128);
      value = Math.floor(value / 128);
    }
    this.bytes.push(value);
  }

  /** @param {number} value */
  signed(value) {
    this.unsigned(value < 0 ? -2 * value - 1 : 2 * value);
  }
}

/**
 * @param {Record<string, Point[][]>} shapes
 * @param {Label[]} labels
 * @param {number} grid degrees between two steps of the grid
 */
export function encodeTile(shapes, labels, grid) {
  const out = new Bytes();
  let x = 0;
  let y = 0;
  const move = (/** @type {Point} */ [lon, lat]) => {
    const column = Math.round(lon / grid);
    const row = Math.round(lat / grid);
    out.signed(column - x);
    out.signed(row - y);
    x = column;
    y = row;
  };
  for (const name of SHAPES) {
    const closed = name === 'land' || name === 'lake';
    const parts = (shapes[name] ?? []).map((part) => onGrid(part, grid)).filter((p) => p.length > (closed ? 2 : 1));
    out.unsigned(parts.length);
    for (const part of parts) {
      out.unsigned(part.length);
      part.forEach(move);
    }
  }
  out.unsigned(labels.length);
  for (const label of labels) {
    const text = new TextEncoder().encode(label.code ? `${label.code}\t${label.name}` : label.name);
    out.unsigned(label.kind);
    out.unsigned(label.rank);
    move([label.lon, label.lat]);
    out.unsigned(text.length);
    out.bytes.push(...text);
  }
  return Uint8Array.from(out.bytes);
}

/**
 * Drop points that fall on the grid step of the one before.
 * @param {Point[]} part
 * @param {number} grid
 */
function onGrid(part, grid) {
  return part.filter(
    (p, i) =>
      i === 0 ||
      Math.round(p[0] / grid) !== Math.round(part[i - 1][0] / grid) ||
      Math.round(p[1] / grid) !== Math.round(part[i - 1][1] / grid),
  );
}
