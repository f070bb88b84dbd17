/** Lines no more detailed than a screen can show: ten times as many points would take ten times as long to draw. */

/** @typedef {Float64Array[]} Lines x and y in turn */

/**
 * Leave out points nearer to the one before than a pixel. What lies on or beyond a tile's edges stays: there the
 * shapes of two tiles meet.
 * @param {Lines} lines
 * @param {boolean} closed
 * @param {number} pixel how long a pixel is in the lines' unit
 * @param {[number, number, number, number]} edges the tile's west, north, east and south in the lines' unit
 * @returns {Lines}
 */
export function coarser(lines, closed, pixel, [west, north, east, south]) {
  const least = (0.8 * pixel) ** 2;
  /** @type {Lines} */
  const kept = [];
  for (const line of lines) {
    const last = line.length - 2;
    const out = new Float64Array(line.length);
    let count = 0;
    for (let i = 0; i <= last; i += 2) {
      const [x, y] = [line[i], line[i + 1]];
      const across = x - out[count - 2];
      const down = y - out[count - 1];
      const meets = closed && (x <= west || x >= east || y <= north || y >= south);
      if (i > 0 && i < last && !meets && across * across + down * down < least) continue;
      out[count++] = x;
      out[count++] = y;
    }
    if (count >= (closed ? 6 : 4)) kept.push(out.subarray(0, count));
  }
  return kept;
}

/**
 * @param {Lines} lines
 * @param {boolean} closed
 * @param {[number, number, number, number] | null} [bent] drawn without corners but for those on a tile's edges
 */
export function pathOf(lines, closed, bent = null) {
  const path = new Path2D();
  for (const line of lines) {
    path.moveTo(line[0], line[1]);
    if (bent) bend(path, line, bent);
    else for (let i = 2; i < line.length; i += 2) path.lineTo(line[i], line[i + 1]);
    if (closed) path.closePath();
  }
  return path;
}

/**
 * @param {Path2D} path
 * @param {Float64Array} line
 * @param {[number, number, number, number]} edges
 */
function bend(path, line, [west, north, east, south]) {
  const last = line.length - 2;
  for (let i = 2; i < last; i += 2) {
    const [x, y] = [line[i], line[i + 1]];
    if (x <= west || x >= east || y <= north || y >= south) path.lineTo(x, y);
    else path.quadraticCurveTo(x, y, (x + line[i + 2]) / 2, (y + line[i + 3]) / 2);
  }
  path.lineTo(line[last], line[last + 1]);
}

/**
 * Only the stretches that a view shows: dashes are costly, also those that nobody sees.
 * @param {Path2D} path takes them up
 * @param {Lines} lines
 * @param {[number, number, number, number]} box west, north, east, south in the lines' unit
 */
export function addSeen(path, lines, [west, north, east, south]) {
  for (const line of lines) {
    let begun = false;
    for (let i = 2; i < line.length; i += 2) {
      const [x0, y0, x1, y1] = [line[i - 2], line[i - 1], line[i], line[i + 1]];
      if ((x0 < west && x1 < west) || (x0 > east && x1 > east) || (y0 < north && y1 < north) || (y0 > south && y1 > south)) {
        begun = false;
        continue;
      }
      if (!begun) path.moveTo(x0, y0);
      path.lineTo(x1, y1);
      begun = true;
    }
  }
}
