/** An event's words, decoded piece by piece when somebody wants to read them. */

/** @typedef {Record<string, any>} RecordOf one event: column to value, stated ones only */

const KEPT_PIECES = 48;
const decoder = new TextDecoder();

export class Records {
  /**
   * @param {import('./payload.js').Payload} payload
   * @param {import('./payload.js').Numbers[]} layerCodes
   */
  constructor(payload, layerCodes) {
    this.payload = payload;
    this.layerCodes = layerCodes;
    this.layerOf = new Map(payload.index.layers.map((layer, i) => [layer.column, i]));
    /** @type {Map<number, Promise<Record<string, any[]>>>} */
    this.pieces = new Map();
  }

  /** @param {number} number */
  piece(number) {
    let piece = this.pieces.get(number);
    if (piece) this.pieces.delete(number);
    else {
      piece = this.read(number);
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
    for (const column of index.columns) {
      const layer = this.layerOf.get(column);
      const value =
        layer === undefined ? piece[column]?.[at] : index.layers[layer].values[this.layerCodes[layer][row] - 1];
      if (value !== null && value !== undefined && value !== '') record[column] = value;
    }
    return record;
  }

  /**
   * One piece of text, columns to values; not kept.
   * @param {number} number
   * @returns {Promise<Record<string, any[]>>}
   */
  async read(number) {
    const bytes = await this.payload.section(`text:${number}`);
    return JSON.parse(decoder.decode(bytes));
  }
}
