/** The web map's projection, the whole world being the unit square. */

const LIMIT = 85.051128779806604;

/** @param {number} lon degrees */
export const mercatorX = (lon) => lon / 360 + 0.5;

/** @param {number} lat degrees; what lies beyond the map's edge is drawn on it */
export function mercatorY(lat) {
  const sine = Math.sin((Math.max(-LIMIT, Math.min(LIMIT, lat)) * Math.PI) / 180);
  return 0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI);
}

/** @param {number} y */
export const latitudeOf = (y) => (Math.atan(Math.sinh((0.5 - y) * 2 * Math.PI)) * 180) / Math.PI;

const EARTH_METRES = 40_075_016.7;

/**
 * What part of the world's width a distance takes at a latitude.
 * @param {number} metres
 * @param {number} lat degrees
 */
export const widthOf = (metres, lat) => metres / (EARTH_METRES * Math.max(0.05, Math.cos((lat * Math.PI) / 180)));

/**
 * What a canvas shows: `scale` pixels are the world's width, `left` and `top` the world's pixel in its corner.
 * The canvas reaches beyond what is seen by `margin` pixels on each side.
 * @typedef {{scale: number, left: number, top: number, width: number, height: number, zoom: number, margin: {x: number, y: number}}} View
 */
