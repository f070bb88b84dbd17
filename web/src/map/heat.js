/** Where events are dense: each shown event counts once, where its place is; areas are not in it. */

/** Pixels a cell of the density's grid. */
const CELL = 4;
/** Cells over which one event spreads. */
const SPREAD = 3;

/** From few to many; told apart by lightness alone. */
const LIGHT = ['#fdd49e00', '#fdbb84aa', '#fc8d59c8', '#e34a33dc', '#b30000e6', '#6e0000f0'];
const DARK = ['#3b0f7000', '#8c2981aa', '#de4968c8', '#fe9f6ddc', '#fecf92e6', '#fcfdbff0'];

/**
 * @param {CanvasRenderingContext2D} context
 * @param {import('./mercator.js').View} view
 * @param {import('./cluster.js').Points} points
 * @param {boolean} dark
 */
export function drawHeat(context, view, points, dark) {
  const columns = Math.ceil(view.width / CELL) + 2 * SPREAD;
  const rows = Math.ceil(view.height / CELL) + 2 * SPREAD;
  let grid = new Float32Array(columns * rows);
  const size = view.scale / CELL;
  const [left, top] = [view.left / CELL - SPREAD, view.top / CELL - SPREAD];
  const { x, y, drawn } = points;
  for (let i = 0; i < points.rows; i++) {
    if (!drawn[i]) continue;
    const column = Math.floor(x[i] * size - left);
    const row = Math.floor(y[i] * size - top);
    if (column >= 0 && row >= 0 && column < columns && row < rows) grid[row * columns + column]++;
  }
  // Three passes of a box are near enough to a bell.
  for (let pass = 0; pass < 3; pass++) grid = blur(blur(grid, columns, rows, 1, columns), rows, columns, columns, 1);
  const top2 = grid.reduce((most, value) => Math.max(most, value), 0);
  if (!top2) return;
  const image = new ImageData(columns, rows);
  const ramp = rampOf(dark ? DARK : LIGHT);
  for (let i = 0; i < grid.length; i++) {
    // The root keeps lone events in sight beside crowds.
    const step = Math.min(255, Math.round(255 * Math.sqrt(grid[i] / top2)));
    for (let k = 0; k < 4; k++) image.data[4 * i + k] = ramp[4 * step + k];
  }
  const paper = new OffscreenCanvas(columns, rows);
  paper.getContext('2d')?.putImageData(image, 0, 0);
  context.save();
  context.imageSmoothingQuality = 'high';
  context.drawImage(paper, -SPREAD * CELL, -SPREAD * CELL, columns * CELL, rows * CELL);
  context.restore();
}

/**
 * Average over `2 * SPREAD + 1` cells along lines.
 * @param {Float32Array} from
 * @param {number} length of a line
 * @param {number} lines
 * @param {number} step from cell to cell
 * @param {number} stride from line to line
 */
function blur(from, length, lines, step, stride) {
  const to = new Float32Array(from.length);
  for (let line = 0; line < lines; line++) {
    let sum = 0;
    const start = line * stride;
    for (let i = -SPREAD; i < length; i++) {
      if (i + SPREAD < length) sum += from[start + (i + SPREAD) * step];
      if (i - SPREAD - 1 >= 0) sum -= from[start + (i - SPREAD - 1) * step];
      if (i >= 0) to[start + i * step] = sum / (2 * SPREAD + 1);
    }
  }
  return to;
}

/** @param {string[]} stops `#rrggbbaa` */
function rampOf(stops) {
  const colours = stops.map((stop) => [1, 3, 5, 7].map((at) => parseInt(stop.slice(at, at + 2), 16)));
  const ramp = new Uint8ClampedArray(4 * 256);
  for (let i = 0; i < 256; i++) {
    const place = (i / 255) * (colours.length - 1);
    const low = Math.min(colours.length - 2, Math.floor(place));
    for (let k = 0; k < 4; k++) ramp[4 * i + k] = colours[low][k] + (colours[low + 1][k] - colours[low][k]) * (place - low);
  }
  return ramp;
}



