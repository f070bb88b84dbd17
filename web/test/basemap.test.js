import assert from 'node:assert/strict';
import { test } from 'node:test';

import { cut } from '../basemap/clip.mjs';
import { encodeTile } from '../basemap/encode.mjs';
import { flatLine, flatRing } from '../basemap/flat.mjs';
import { UNIT, labelsOf, openBasemap } from '../src/basemap/decode.js';
import { latitudeOf, mercatorY } from '../src/map/mercator.js';

/** @typedef {import('../basemap/clip.mjs').Point} Point */

/** @param {Point[]} ring */
const area = (ring) =>
  Math.abs(ring.reduce((sum, [x, y], i) => sum + x * ring[(i + 1) % ring.length][1] - y * ring[(i + 1) % ring.length][0], 0) / 2);

test('a ring cut into tiles keeps its area', () => {
  /** @type {Point[]} */
  const ring = [[1, 1], [23, 4], [17, 19], [-8, 12], [1, 1]];
  let sum = 0;
  cut(ring, true, 5, 0, (column, row, part) => {
    for (const [x, y] of part) {
      assert.ok(x >= column * 5 - 1e-9 && x <= column * 5 + 5 + 1e-9, `x ${x} in ${column}`);
      assert.ok(y >= row * 5 - 1e-9 && y <= row * 5 + 5 + 1e-9, `y ${y} in ${row}`);
    }
    sum += area(part);
  });
  assert.ok(Math.abs(sum - area(ring)) < 1e-9);
});

test('a line cut into tiles keeps its length and gains no edge', () => {
  /** @type {Point[]} */
  const line = [[-7, 2], [4, 13], [4, -9], [22, -9]];
  const length = (/** @type {Point[]} */ part) =>
    part.slice(1).reduce((sum, [x, y], i) => sum + Math.hypot(x - part[i][0], y - part[i][1]), 0);
  let sum = 0;
  cut(line, false, 5, 0, (_column, _row, part) => {
    sum += length(part);
  });
  assert.ok(Math.abs(sum - length(line)) < 1e-9);
});

test('a tile is read as it was written', () => {
  /** @type {[string, number, number][]} */
  const drawn = [];
  globalThis.Path2D = /** @type {any} */ (
    class {
      /** @param {number} x @param {number} y */
      moveTo(x, y) { drawn.push(['move', x, y]); }
      /** @param {number} x @param {number} y */
      lineTo(x, y) { drawn.push(['line', x, y]); }
      closePath() { drawn.push(['close', 0, 0]); }
    }
  );
  const bytes = encodeTile(
    { land: [[[40, 30], [44.001, 30], [44.001, 33.5]]], border: [[[-0.001, -0.002], [179.999, 84.999]]] },
    [{ kind: 1, lon: 43.25, lat: 33.125, rank: 4, name: 'الأنبار' }],
    0.001,
  );
  const levels = openBasemap(bytes, [{ size: 5, grid: 0.001, tiles: [[8, 6, bytes.length], [9, 6, 0]] }]);
  assert.equal(levels[0].tiles.length, 2);
  for (const tile of levels[0].tiles) for (const shape of /** @type {const} */ (['land', 'border'])) tile.path(shape, 18);
  const labels = labelsOf(levels, { scale: 256, left: 0, top: 0, width: 256, height: 256, zoom: 0, margin: { x: 0, y: 0 } });
  assert.deepEqual(drawn.map(([what]) => what), ['move', 'line', 'line', 'close', 'move', 'line']);
  const degrees = drawn.filter(([what]) => what !== 'close').map(([, x, y]) => [(x / UNIT - 0.5) * 360, latitudeOf(y / UNIT)]);
  const expected = [[40, 30], [44.001, 30], [44.001, 33.5], [-0.001, -0.002], [179.999, 84.999]];
  degrees.forEach(([lon, lat], i) => {
    assert.ok(Math.abs(lon - expected[i][0]) < 1e-9 && Math.abs(lat - expected[i][1]) < 1e-9, `${lon} ${lat}`);
  });
  assert.deepEqual(labels.map(({ name, rank, kind }) => ({ name, rank, kind })), [{ name: 'الأنبار', rank: 4, kind: 1 }]);
  assert.ok(Math.abs(labels[0].y - mercatorY(33.125)) < 1e-12);
});

test('a ring across the antimeridian becomes two, one on each edge', () => {
  const rings = [...flatRing([[178, 10], [-178, 10], [-178, 14], [178, 14], [178, 10]])];
  assert.deepEqual(rings.map((ring) => area(ring)).sort(), [8, 8]);
  for (const ring of rings) assert.ok(ring.every(([lon]) => Math.abs(lon) >= 178 && Math.abs(lon) <= 180));
});

test('a ring around the pole is closed along the edge of the map', () => {
  /** @type {Point[]} */
  const coast = Array.from({ length: 37 }, (_, i) => [((i * 10 + 180) % 360) - 180, -70]);
  const total = [...flatRing(coast)].reduce((sum, ring) => sum + area(ring), 0);
  assert.ok(Math.abs(total - 360 * 20) < 1e-9, `${total}`);
});

test('a line across the antimeridian does not cross the map', () => {
  const lines = [...flatLine([[170, 0], [-170, 0]])];
  assert.deepEqual(lines.sort((a, b) => a[0][0] - b[0][0]), [[[-180, 0], [-170, 0]], [[170, 0], [180, 0]]]);
});
