import assert from 'node:assert/strict';
import { test } from 'node:test';

import { addSeen, coarser } from '../src/basemap/detail.js';

/** @type {[number, number, number, number]} */
const TILE = [0, 0, 100, 100];

test('points nearer than a pixel are left out, ends are kept', () => {
  const line = Float64Array.from([10, 10, 10.3, 10, 10.6, 10, 12, 10, 12.1, 10]);
  assert.deepEqual(coarser([line], false, 1, TILE).map((one) => [...one]), [[10, 10, 12, 10, 12.1, 10]]);
});

test('where two tiles meet, their shapes keep every point', () => {
  const ring = Float64Array.from([50, 50, 100, 50, 100, 50.1, 100, 50.2, 99.9, 50.2, 50, 50]);
  const [kept] = coarser([ring], true, 1, TILE);
  assert.deepEqual([...kept], [50, 50, 100, 50, 100, 50.1, 100, 50.2, 50, 50]);
});

test('an island smaller than a pixel is not drawn', () => {
  assert.deepEqual(coarser([Float64Array.from([5, 5, 5.1, 5, 5.1, 5.1, 5, 5])], true, 1, TILE), []);
});

test('of a dashed line only what is in view is drawn', () => {
  /** @type {string[]} */
  const drawn = [];
  const path = /** @type {any} */ ({
    moveTo: (/** @type {number} */ x) => drawn.push(`move ${x}`),
    lineTo: (/** @type {number} */ x) => drawn.push(`line ${x}`),
  });
  addSeen(path, [Float64Array.from([-50, 5, -40, 5, -10, 5, 5, 5, 20, 5, 30, 5, 5, 5])], [0, 0, 10, 10]);
  assert.deepEqual(drawn, ['move -10', 'line 5', 'line 20', 'move 30', 'line 5']);
});
