/**
 * Shapes of a round world on a flat map. The source's rings run on across the antimeridian and around the
 * pole; here they are cut at 180 degrees.
 */

import { halfLine, halfRing } from './clip.mjs';

/** @typedef {import('./clip.mjs').Point} Point */

/** Longitudes without jumps, so that they may leave -180..180. @param {Point[]} shape */
function unrolled(shape) {
  let turn = 0;
  return shape.map(([lon, lat], i) => {
    if (i > 0) {
      const step = lon - shape[i - 1][0];
      if (step > 180) turn -= 360;
      else if (step < -180) turn += 360;
    }
    return /** @type {Point} */ ([lon + turn, lat]);
  });
}

/**
 * @param {Point[]} shape
 * @param {(part: Point[], axis: 0 | 1, at: number, above: boolean) => Point[][]} half
 */
function* wrapped(shape, half) {
  for (const turn of [-360, 0, 360]) {
    const moved = shape.map(([lon, lat]) => /** @type {Point} */ ([lon + turn, lat]));
    if (!moved.some(([lon]) => lon > -180 && lon < 180)) continue;
    for (const part of half(moved, 0, -180, true)) yield* half(part, 0, 180, false);
  }
}

/**
 * A ring as one or more rings within -180..180.
 * @param {Point[]} ring
 */
export function* flatRing(ring) {
  const open = unrolled(ring);
  const [first, last] = [open[0], open[open.length - 1]];
  if (Math.abs(last[0] - first[0]) > 180) {
    // It goes around the pole: close it along the map's edge.
    const pole = first[1] < 0 ? -90 : 90;
    open.push([last[0], pole], [first[0], pole]);
  }
  for (const part of wrapped(open, (shape, ...side) => [halfRing(shape, ...side)])) if (part.length > 2) yield part;
}

/**
 * A line as one or more lines within -180..180.
 * @param {Point[]} line
 */
export function* flatLine(line) {
  yield* wrapped(unrolled(line), halfLine);
}
