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

/** How wide a cell is, in pixels. */
const CELL = 44;
/** Groups nearer than this share of their two radii are one. */
const OVERLAP = 0.92;

/** @param {View} view */
function gridOf(view) {
  // Cells are counted from the world's corner, so that groups hold together while the map is dragged.
  const firstColumn = Math.floor(view.left / CELL);
  const firstRow = Math.floor(view.top / CELL);
  const columns = Math.ceil((view.left + view.width) / CELL) - firstColumn + 1;
  const rows = Math.ceil((view.top + view.height) / CELL) - firstRow + 1;
  return { firstColumn, firstRow, columns, rows };
}

/**
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
  /** @type {Cluster[]} */
  const found = [];
  for (let cell = 0; cell < cells; cell++) {
    const count = counts[cell];
    if (!count) continue;
    found.push({
      x: (sumX[cell] / count) * view.scale - view.left,
      y: (sumY[cell] / count) * view.scale - view.top,
      count,
      row: first[cell],
      shares: shares.subarray(cell * layerCount, (cell + 1) * layerCount),
      cells: [cell],
    });
  }
  return merge(found);
}

/** Pixels from a group's middle to its edge. @param {number} count */
export const groupRadius = (count) => (count === 1 ? 9 : 12 + 4 * Math.log10(count));

/**
 * Join groups that would overlap: the larger takes the smaller in.
 * @param {Cluster[]} groups one a cell, so few
 */
function merge(groups) {
  groups.sort((a, b) => b.count - a.count || a.cells[0] - b.cells[0]);
  /** @type {Cluster[]} */
  const kept = [];
  /** @type {number[]} */
  const reach = [];
  for (const group of groups) {
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
    const total = into.count + group.count;
    into.x += ((group.x - into.x) * group.count) / total;
    into.y += ((group.y - into.y) * group.count) / total;
    into.count = total;
    into.cells.push(...group.cells);
    into.shares = into.shares.map((share, layer) => share + group.shares[layer]);
    reach[near] = groupRadius(total);
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
