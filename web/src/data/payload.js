/** Reads the page's data block; `geomap/render/payload.py` describes and writes it. */

import { say } from '../strings.js';

/**
 * @typedef {object} Index
 * @property {number} rows
 * @property {number} step degrees of one step of the coordinates
 * @property {number} chunk rows in a piece of text
 * @property {[string, string, number][]} core
 * @property {[number, number][][]} outlines for each shape its parts: form (0 line, 1 ring, 2 hole) and points
 * @property {[number, number][][]} extents of known sites, likewise
 * @property {{column: string, type: string, low: number, high: number}[]} numbers
 * @property {{size: number, grid: number, tiles: [number, number, number][]}[]} basemap
 * @property {{column: string, values: string[]}[]} layers
 * @property {string[]} columns
 * @property {string | null} time
 * @property {string | null} title
 * @property {string | null} subtitle
 * @property {string | null} note
 * @property {string | null} source
 * @property {string[]} credits
 * @property {[string, string | null, number, number, number][]} places
 * @property {Record<string, string>} units first-level units of the ground in the reader's language, by their English name
 * @property {number | null} seam degrees; what lies west of it is drawn beyond 180
 * @property {Record<string, string>} zones country to its time zone
 * @property {'auto' | 'always' | 'hover' | 'never'} uncertainty
 * @property {{name: string, url: string, credit: string, maxZoom: number}[]} tiles
 * @property {Record<string, [number, number]>} sections
 */

/** @typedef {Uint8Array | Uint16Array | Uint32Array | Int32Array | Float64Array} Numbers */

/** @param {string} text base64 */
function bytesOf(text) {
  const modern = /** @type {any} */ (Uint8Array).fromBase64;
  if (modern) return /** @type {Uint8Array<ArrayBuffer>} */ (modern.call(Uint8Array, text));
  const binary = atob(text);
  const bytes = new Uint8Array(binary.length);
  for (let i = 0; i < binary.length; i++) bytes[i] = binary.charCodeAt(i);
  return bytes;
}

/** @param {Uint8Array<ArrayBuffer>} packed */
async function inflate(packed) {
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream('deflate'));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

/**
 * Put byte planes back together.
 * @param {Uint8Array} bytes
 * @param {[string, string, number][]} described
 * @returns {Record<string, Numbers>}
 */
export function unpackArrays(bytes, described) {
  /** @type {Record<string, Numbers>} */
  const arrays = Object.create(null);
  let at = 0;
  for (const [name, type, length] of described) {
    const size = Number(type[1]);
    if (size === 4) {
      // A million rows have mostly these: joined at once they take a third of the time.
      const words = new Uint32Array(length);
      const [b, c, d] = [at + length, at + 2 * length, at + 3 * length];
      for (let i = 0; i < length; i++) words[i] = bytes[at + i] | (bytes[b + i] << 8) | (bytes[c + i] << 16) | (bytes[d + i] << 24);
      at += 4 * length;
      arrays[name] = type === 'u4' ? words : new Int32Array(words.buffer);
      continue;
    }
    const joined = new Uint8Array(length * size);
    for (let plane = 0; plane < size; plane++)
      for (let i = 0, to = plane; i < length; i++, to += size) joined[to] = bytes[at++];
    arrays[name] =
      type === 'u1' ? joined
      : type === 'u2' ? new Uint16Array(joined.buffer)
      : new Float64Array(joined.buffer);
  }
  return arrays;
}

export class Payload {
  /**
   * @param {Index} index
   * @param {Uint8Array<ArrayBuffer>} body
   */
  constructor(index, body) {
    this.index = index;
    this.body = body;
  }

  /** @param {string} text the block's base64 */
  static async open(text) {
    if (typeof DecompressionStream === 'undefined') throw new Error(say('oldBrowser'));
    const bytes = bytesOf(text);
    const length = new DataView(bytes.buffer).getUint32(0, true);
    const json = new TextDecoder().decode(await inflate(bytes.subarray(4, 4 + length)));
    return new Payload(JSON.parse(json), bytes.subarray(4 + length));
  }

  /**
   * A column of numbers, NaN where nothing is stated.
   * @param {number} i which of the index's
   */
  async numbers(i) {
    const { type, low } = this.index.numbers[i];
    const { values } = unpackArrays(await this.section(`number:${i}`), [['values', type, this.index.rows]]);
    return type === 'f8' ? Float64Array.from(values) : Float64Array.from(values, (step) => (step ? step - 1 + low : NaN));
  }

  /** @param {string} name */
  section(name) {
    const [offset, length] = this.index.sections[name];
    return inflate(this.body.subarray(offset, offset + length));
  }
}
