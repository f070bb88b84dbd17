/** Groups of points that would hide each other: one pass over all points, no index, fast at a million. */

/** @typedef {import('./mercator.js').View} View */

/**
 * @typedef {object} Cluster
 * @property {number} x pixels in the canvas
 * @property {number} y
 * @property {number} count
 * @property {number} row the row of a cluster of one, else its first row
 * @property {Uint32Array} shares count by layer
 * @property {number[]} cells
 */

/**
 * @typedef {object} Points
 * @property {number} rows
 * @property {Float64Array} x in the unit square
 * @property {Float64Array} y
 * @property {Uint8Array} drawn 1 where a row takes part
 * @property {Uint8Array} layer
 * @property {number} layerCount
 */

/** How wide a cell is, in pixels: fine, so that no grid is seen in where the groups lie. */
const CELL = 14;
/** How far beyond the view points are counted, so that its edge moves no group. */
const SPARE = 4 * CELL;
/** Marks nearer than this are hard to tell apart, or to hit with a finger. */
const LEAST = 26;
/** Groups nearer than this share of their two radii are one: a little room stays between two. */
const ROOM = 1.12;
/** Nor may they be so near once they have grown. */
const OVERLAP = 0.92;

/** @param {View} view */
function gridOf(view) {
  // Cells are counted from the world's corner, so that groups hold together while the map is dragged.
  const firstColumn = Math.floor((view.left - SPARE) / CELL);
  const firstRow = Math.floor((view.top - SPARE) / CELL);
  const columns = Math.ceil((view.left + view.width + SPARE) / CELL) - firstColumn + 1;
  const rows = Math.ceil((view.top + view.height + SPARE) / CELL) - firstRow + 1;
  return { firstColumn, firstRow, columns, rows };
}

/**
 * Groups of what is in the view: the points of each small cell, then around the fullest cells whatever is too near.
 * @param {Points} points
 * @param {View} view
 * @returns {Cluster[]}
 */
export function cluster(points, view) {
  const { firstColumn, firstRow, columns, rows } = gridOf(view);
  const { x, y, drawn, layer, layerCount } = points;
  const cells = columns * rows;
  const counts = new Uint32Array(cells);
  const sumX = new Float64Array(cells);
  const sumY = new Float64Array(cells);
  const first = new Int32Array(cells);
  const shares = new Uint32Array(cells * layerCount);
  const size = view.scale / CELL;
  for (let i = 0; i < points.rows; i++) {
    if (!drawn[i]) continue;
    const column = Math.floor(x[i] * size) - firstColumn;
    if (column < 0 || column >= columns) continue;
    const row = Math.floor(y[i] * size) - firstRow;
    if (row < 0 || row >= rows) continue;
    const cell = row * columns + column;
    if (counts[cell]++ === 0) first[cell] = i;
    sumX[cell] += x[i];
    sumY[cell] += y[i];
    shares[cell * layerCount + layer[i]]++;
  }
  const radii = new Float64Array(cells);
  /** @type {number[]} */
  const filled = [];
  for (let cell = 0; cell < cells; cell++) {
    const count = counts[cell];
    if (!count) continue;
    sumX[cell] = (sumX[cell] / count) * view.scale - view.left;
    sumY[cell] = (sumY[cell] / count) * view.scale - view.top;
    radii[cell] = groupRadius(count);
    filled.push(cell);
  }
  // Fullest first; the cell decides between equals.
  filled.sort((a, b) => counts[b] - counts[a] || a - b);
  const groups = gather({ columns, counts, x: sumX, y: sumY, first, shares, radii }, filled, layerCount);
  return merge(groups).filter(({ x, y, count }) => {
    const radius = groupRadius(count);
    return x > -radius && y > -radius && x < view.width + radius && y < view.height + radius;
  });
}

/** Pixels from a group's middle to its edge. @param {number} count */
export const groupRadius = (count) => (count === 1 ? 9 : 12 + 4 * Math.log10(count));

/**
 * From the fullest cell on, each takes in the cells around it.
 * @param {object} grid of cells, by their number; `counts` is emptied on the way
 * @param {number} grid.columns
 * @param {Uint32Array} grid.counts
 * @param {Float64Array} grid.x pixels in the canvas
 * @param {Float64Array} grid.y
 * @param {Int32Array} grid.first
 * @param {Uint32Array} grid.shares
 * @param {Float64Array} grid.radii
 * @param {number[]} filled cells, the fullest first
 * @param {number} layerCount
 */
function gather({ columns, counts, x, y, first, shares, radii }, filled, layerCount) {
  /** @type {Cluster[]} */
  const groups = [];
  for (const seed of filled) {
    if (!counts[seed]) continue;
    const group = { x: x[seed], y: y[seed], count: 0, row: first[seed], shares: new Uint32Array(layerCount), cells: /** @type {number[]} */ ([]) };
    const radius = radii[seed];
    // No other cell is fuller than the seed.
    const around = Math.ceil(Math.max(LEAST, 2 * ROOM * radius) / CELL);
    const column = seed % columns;
    const from = Math.max(-around, -column);
    const to = Math.min(around, columns - 1 - column);
    for (let down = -around; down <= around; down++) {
      for (let aside = from; aside <= to; aside++) {
        const cell = seed + down * columns + aside;
        const count = counts[cell];
        if (!count) continue;
        const apart = Math.max(LEAST, ROOM * (radius + radii[cell]));
        const [across, below] = [x[cell] - x[seed], y[cell] - y[seed]];
        if (cell !== seed && across * across + below * below >= apart * apart) continue;
        counts[cell] = 0;
        group.cells.push(cell);
        group.count += count;
        group.x += ((x[cell] - group.x) * count) / group.count;
        group.y += ((y[cell] - group.y) * count) / group.count;
        for (let layer = 0; layer < layerCount; layer++) group.shares[layer] += shares[cell * layerCount + layer];
      }
    }
    groups.push(group);
  }
  return groups;
}

/**
 * Join groups that would overlap once they have grown: the larger takes the smaller in.
 * @param {Cluster[]} groups
 */
function merge(groups) {
  /** @type {Cluster[]} */
  const kept = [];
  /** @type {number[]} */
  const reach = [];
  // As full a group as another was found before it.
  for (const group of groups.sort((a, b) => b.count - a.count)) {
    const radius = groupRadius(group.count);
    let near = 0;
    for (; near < kept.length; near++) {
      const { x, y } = kept[near];
      const apart = OVERLAP * (reach[near] + radius);
      if ((x - group.x) ** 2 + (y - group.y) ** 2 < apart * apart) break;
    }
    if (near === kept.length) {
      kept.push(group);
      reach.push(radius);
      continue;
    }
    const into = kept[near];
    into.count += group.count;
    into.x += ((group.x - into.x) * group.count) / into.count;
    into.y += ((group.y - into.y) * group.count) / into.count;
    into.cells.push(...group.cells);
    for (let layer = 0; layer < into.shares.length; layer++) into.shares[layer] += group.shares[layer];
    reach[near] = groupRadius(into.count);
  }
  // The smaller ones are drawn, and can be hit, above the larger.
  return kept;
}

/**
 * The rows in a cluster.
 * @param {Cluster} group
 * @param {Points} points
 * @param {View} view
 */
export function members(group, points, view) {
  const { firstColumn, firstRow, columns, rows } = gridOf(view);
  const wanted = new Set(group.cells);
  const size = view.scale / CELL;
  /** @type {number[]} */
  const found = [];
  for (let i = 0; i < points.rows; i++) {
    if (!points.drawn[i]) continue;
    const column = Math.floor(points.x[i] * size) - firstColumn;
    const row = Math.floor(points.y[i] * size) - firstRow;
    if (column >= 0 && column < columns && row >= 0 && row < rows && wanted.has(row * columns + column)) found.push(i);
  }
  return found;
}
