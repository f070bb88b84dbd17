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
  /** @type {(Cluster | null)[]} */
  const grid = new Array(cells).fill(null);
  /** @type {Cluster[]} */
  const filled = [];
  for (let cell = 0; cell < cells; cell++) {
    const count = counts[cell];
    if (!count) continue;
    filled.push((grid[cell] = {
      x: (sumX[cell] / count) * view.scale - view.left,
      y: (sumY[cell] / count) * view.scale - view.top,
      count,
      row: first[cell],
      shares: shares.subarray(cell * layerCount, (cell + 1) * layerCount),
      cells: [cell],
    }));
  }
  return merge(gather(filled, grid, columns)).filter(({ x, y, count }) => {
    const radius = groupRadius(count);
    return x > -radius && y > -radius && x < view.width + radius && y < view.height + radius;
  });
}

/** Pixels from a group's middle to its edge. @param {number} count */
export const groupRadius = (count) => (count === 1 ? 9 : 12 + 4 * Math.log10(count));

/** Fullest first; the cell decides between equals. @param {Cluster} a @param {Cluster} b */
const byCount = (a, b) => b.count - a.count || a.cells[0] - b.cells[0];

/**
 * @param {Cluster} into
 * @param {Cluster} group
 */
function take(into, group) {
  const total = into.count + group.count;
  into.x += ((group.x - into.x) * group.count) / total;
  into.y += ((group.y - into.y) * group.count) / total;
  into.count = total;
  into.cells.push(...group.cells);
  into.shares = into.shares.map((share, layer) => share + group.shares[layer]);
}

/**
 * From the fullest cell on, each takes in the cells around it.
 * @param {Cluster[]} filled
 * @param {(Cluster | null)[]} grid the same by cell; emptied on the way
 * @param {number} columns
 */
function gather(filled, grid, columns) {
  /** @type {Cluster[]} */
  const seeds = [];
  for (const seed of filled.sort(byCount)) {
    const [cell] = seed.cells;
    if (!grid[cell]) continue;
    grid[cell] = null;
    seeds.push(seed);
    const { x, y } = seed;
    const radius = groupRadius(seed.count);
    // No other cell is fuller than the seed.
    const around = Math.ceil(Math.max(LEAST, 2 * ROOM * radius) / CELL);
    const column = cell % columns;
    for (let down = -around; down <= around; down++) {
      for (let aside = Math.max(-around, -column); aside <= Math.min(around, columns - 1 - column); aside++) {
        const other = grid[cell + down * columns + aside];
        if (!other) continue;
        const apart = Math.max(LEAST, ROOM * (radius + groupRadius(other.count)));
        if ((other.x - x) ** 2 + (other.y - y) ** 2 >= apart * apart) continue;
        grid[other.cells[0]] = null;
        take(seed, other);
      }
    }
  }
  return seeds;
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
  for (const group of groups.sort(byCount)) {
    const radius = groupRadius(group.count);
    let near = 0;
    for (; near < kept.length; near++) {
      const { x, y } = kept[near];
      const apart = OVERLAP * (reach[near] + radius);
      if ((x - group.x) ** 2 + (y - group.y) ** 2 < apart * apart) break;
    }
    if (near < kept.length) {
      take(kept[near], group);
      reach[near] = groupRadius(kept[near].count);
    } else {
      kept.push(group);
      reach.push(radius);
    }
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
