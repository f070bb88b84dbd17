/** Cutting rings and lines into square tiles, so that a saved map carries only the tiles that it shows. */

/** @typedef {[number, number]} Point longitude and latitude in degrees */

/**
 * Keep the part of a closed ring on one side of a vertical or horizontal line (Sutherland-Hodgman).
 * @param {Point[]} ring
 * @param {0 | 1} axis
 * @param {number} at
 * @param {boolean} above keep what is greater than `at`, else what is smaller
 * @returns {Point[]}
 */
export function halfRing(ring, axis, at, above) {
  /** @type {Point[]} */
  const kept = [];
  let from = ring[ring.length - 1];
  let fromIn = above ? from[axis] >= at : from[axis] <= at;
  for (const to of ring) {
    const toIn = above ? to[axis] >= at : to[axis] <= at;
    if (fromIn !== toIn) kept.push(crossing(from, to, axis, at));
    if (toIn) kept.push(to);
    from = to;
    fromIn = toIn;
  }
  return kept;
}

/**
 * Keep the parts of a line on one side of a vertical or horizontal line.
 * @param {Point[]} line
 * @param {0 | 1} axis
 * @param {number} at
 * @param {boolean} above
 * @returns {Point[][]}
 */
export function halfLine(line, axis, at, above) {
  /** @type {Point[][]} */
  const parts = [];
  /** @type {Point[]} */
  let part = [];
  for (let i = 0; i < line.length; i++) {
    const to = line[i];
    const toIn = above ? to[axis] >= at : to[axis] <= at;
    if (i > 0) {
      const from = line[i - 1];
      const fromIn = above ? from[axis] >= at : from[axis] <= at;
      if (fromIn !== toIn) part.push(crossing(from, to, axis, at));
    }
    if (toIn) part.push(to);
    else if (part.length) {
      if (part.length > 1) parts.push(part);
      part = [];
    }
  }
  if (part.length > 1) parts.push(part);
  return parts;
}

/**
 * @param {Point} from
 * @param {Point} to
 * @param {0 | 1} axis
 * @param {number} at
 * @returns {Point}
 */
function crossing(from, to, axis, at) {
  const share = (at - from[axis]) / (to[axis] - from[axis]);
  const other = axis === 0 ? 1 : 0;
  const value = from[other] + share * (to[other] - from[other]);
  return axis === 0 ? [at, value] : [value, at];
}

/**
 * @param {Point[]} points
 * @param {number} size tile size in degrees
 */
function tileRange(points, size) {
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const [x, y] of points) {
    if (x < west) west = x;
    if (x > east) east = x;
    if (y < south) south = y;
    if (y > north) north = y;
  }
  const first = (/** @type {number} */ v) => Math.floor(v / size);
  const last = (/** @type {number} */ v, /** @type {number} */ low) =>
    Math.max(Math.ceil(v / size) - 1, first(low));
  return [first(west), first(south), last(east, west), last(north, south)];
}

/**
 * Cut a shape into tiles by halving its range of tiles again and again.
 * @param {Point[]} shape
 * @param {boolean} closed a ring to be filled, or a line
 * @param {number} size tile size in degrees
 * @param {number} overlap degrees by which tiles reach into each other, so that no seam shows between fills
 * @param {(column: number, row: number, part: Point[]) => void} emit
 */
export function cut(shape, closed, size, overlap, emit) {
  /**
   * @param {Point[]} part
   * @param {number[]} range first column and row, last column and row
   */
  const halve = (part, [west, south, east, north]) => {
    if (part.length < 2) return;
    if (west === east && south === north) {
      emit(west, south, part);
      return;
    }
    const axis = east - west >= north - south ? 0 : 1;
    const middle = axis === 0 ? (west + east + 1) >> 1 : (south + north + 1) >> 1;
    for (const above of [false, true]) {
      const at = size * middle + (above ? -overlap : overlap);
      const range = [west, south, east, north];
      range[above ? axis : axis + 2] = above ? middle : middle - 1;
      const pieces = closed ? [halfRing(part, axis, at, above)] : halfLine(part, axis, at, above);
      for (const piece of pieces) halve(piece, range);
    }
  };
  if (shape.length > 1) halve(shape, tileRange(shape, size));
}
