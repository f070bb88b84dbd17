/** Outlines as they stand in the block: parts in degrees, for drawing and for saving. */

import { unpackArrays } from './payload.js';

/** What a part of an outline is; `geomap/render/payload.py` writes the same. */
export const FORM = { LINE: 0, RING: 1, HOLE: 2 };

/** @typedef {{form: number, degrees: Float64Array}} Part longitude and latitude in turn */

const GRID = 1e-5;

/**
 * @param {Uint8Array} bytes
 * @param {[number, number][][]} described
 * @returns {Part[][]}
 */
export function decodeShapes(bytes, described) {
  const total = described.reduce((sum, parts) => sum + parts.reduce((s, [, points]) => s + 2 * points, 0), 0);
  const steps = unpackArrays(bytes, [['outlines', 'i4', total]]).outlines;
  let at = 0;
  return described.map((parts) =>
    parts.map(([form, points]) => {
      const degrees = new Float64Array(2 * points);
      let [lon, lat] = [0, 0];
      for (let i = 0; i < 2 * points; i += 2) {
        lon += steps[at++];
        lat += steps[at++];
        degrees[i] = lon * GRID;
        degrees[i + 1] = lat * GRID;
      }
      return { form, degrees };
    }),
  );
}

/**
 * The outline as GeoJSON (RFC 7946): five decimals, rings closed, outer ones counterclockwise.
 * @param {Part[]} parts
 */
export function geometryOf(parts) {
  const positions = (/** @type {Part} */ { form, degrees }) => {
    const found = [];
    for (let i = 0; i < degrees.length; i += 2) found.push([round(degrees[i]), round(degrees[i + 1])]);
    if (form === FORM.LINE) return found;
    const [first, last] = [found[0], found[found.length - 1]];
    if (first[0] !== last[0] || first[1] !== last[1]) found.push([...first]);
    return area(found) > 0 === (form === FORM.RING) ? found : found.reverse();
  };
  const lines = parts.filter(({ form }) => form === FORM.LINE).map(positions);
  /** @type {number[][][][]} */
  const polygons = [];
  for (const part of parts) {
    if (part.form === FORM.RING) polygons.push([positions(part)]);
    else if (part.form === FORM.HOLE) polygons[polygons.length - 1]?.push(positions(part));
  }
  const line = lines.length > 1 ? { type: 'MultiLineString', coordinates: lines } : { type: 'LineString', coordinates: lines[0] };
  if (!polygons.length) return line;
  const polygon = polygons.length > 1 ? { type: 'MultiPolygon', coordinates: polygons } : { type: 'Polygon', coordinates: polygons[0] };
  return lines.length ? { type: 'GeometryCollection', geometries: [polygon, line] } : polygon;
}

/** @param {number} degrees */
const round = (degrees) => Math.round(degrees * 1e5) / 1e5;

/** Twice a ring's area, positive if it runs counterclockwise. @param {number[][]} ring */
function area(ring) {
  let sum = 0;
  for (let i = 1; i < ring.length; i++) sum += ring[i - 1][0] * ring[i][1] - ring[i][0] * ring[i - 1][1];
  return sum;
}
