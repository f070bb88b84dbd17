/** An event's words, decoded piece by piece when somebody wants to read them. */

/** @typedef {Record<string, any>} RecordOf one event: column to value, stated ones only */

const KEPT_PIECES = 48;
/** Pieces decoded at the same time, off the main thread. */
const ABREAST = 24;

export class Records {
  /**
   * @param {import('./payload.js').Payload} payload
   * @param {import('./payload.js').Numbers[]} layerCodes
   */
  constructor(payload, layerCodes) {
    this.payload = payload;
    this.layerCodes = layerCodes;
    /** @type {Map<number, Promise<Record<string, any[]>>>} */
    this.pieces = new Map();
  }

  /** @param {number} number */
  piece(number) {
    let piece = this.pieces.get(number);
    if (piece) this.pieces.delete(number);
    else {
      piece = this.payload.section(`text:${number}`).then((bytes) => JSON.parse(new TextDecoder().decode(bytes)));
    }
    // Last used last: the first of the map is the one to forget.
    this.pieces.set(number, piece);
    if (this.pieces.size > KEPT_PIECES) this.pieces.delete(this.pieces.keys().next().value ?? -1);
    return piece;
  }

  /**
   * @param {number} row
   * @returns {Promise<RecordOf>}
   */
  async get(row) {
    const { index } = this.payload;
    const piece = await this.piece(Math.floor(row / index.chunk));
    const at = row % index.chunk;
    /** @type {RecordOf} */
    const record = Object.create(null);
    const layers = new Map(index.layers.map((layer, i) => [layer.column, i]));
    for (const column of index.columns) {
      const layer = layers.get(column);
      const value =
        layer === undefined ? piece[column]?.[at] : index.layers[layer].values[this.layerCodes[layer][row] - 1];
      if (value !== null && value !== undefined && value !== '') record[column] = value;
    }
    return record;
  }

  /** Call back with every piece of text in turn. @param {(first: number, piece: Record<string, any[]>) => void} go */
  async each(go) {
    const { rows, chunk } = this.payload.index;
    const pieces = Math.ceil(rows / chunk);
    for (let from = 0; from < pieces; from += ABREAST) {
      const batch = Array.from({ length: Math.min(ABREAST, pieces - from) }, (_, i) => this.piece(from + i));
      (await Promise.all(batch)).forEach((piece, i) => { go((from + i) * chunk, piece); });
    }
  }
}
