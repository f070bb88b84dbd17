import assert from 'node:assert/strict';
import { test } from 'node:test';

import { cluster, groupRadius, members } from '../src/map/cluster.js';
import { mercatorX, mercatorY } from '../src/map/mercator.js';

/** @param {[number, number, number][]} places latitude, longitude, layer */
function points(places) {
  return {
    rows: places.length,
    x: Float64Array.from(places, ([, lon]) => mercatorX(lon)),
    y: Float64Array.from(places, ([lat]) => mercatorY(lat)),
    drawn: new Uint8Array(places.length).fill(1),
    layer: Uint8Array.from(places, ([, , layer]) => layer),
    layerCount: 4,
  };
}

/**
 * @param {number} zoom
 * @param {number} [left]
 * @param {number} [top]
 */
const view = (zoom, left = 0, top = 0) => ({
  scale: 256 * 2 ** zoom, left, top, width: 1024, height: 1024, zoom, margin: { x: 0, y: 0 },
});

/** @type {[number, number, number][]} */
const scattered = Array.from({ length: 500 }, (_, i) => [((i * 37) % 120) - 60, ((i * 91) % 340) - 170, 1 + (i % 3)]);

test('every drawn point is in exactly one group', () => {
  const all = points(scattered);
  const groups = cluster(all, view(2));
  assert.equal(groups.reduce((sum, group) => sum + group.count, 0), 500);
  const rows = groups.flatMap((group) => members(group, all, view(2)));
  assert.deepEqual(rows.sort((a, b) => a - b), [...all.x.keys()]);
});

test('what is filtered out is in none', () => {
  const all = points(scattered);
  all.drawn.fill(0, 0, 200);
  assert.equal(cluster(all, view(2)).reduce((sum, group) => sum + group.count, 0), 300);
});

test('the shares of a group add up to its count', () => {
  for (const group of cluster(points(scattered), view(2))) {
    assert.equal(group.shares.reduce((sum, share) => sum + share, 0), group.count);
  }
});

test('groups hide each other no more than a little', () => {
  const groups = cluster(points(scattered), view(2));
  for (const a of groups)
    for (const b of groups) {
      if (a === b) continue;
      const distance = Math.hypot(a.x - b.x, a.y - b.y);
      assert.ok(distance > 0.6 * (groupRadius(a.count) + groupRadius(b.count)), `${distance}`);
    }
});

test('two that can be told apart stay two', () => {
  const pair = (/** @type {number} */ pixels) => {
    const all = points([[0, 0, 1], [0, 0, 2]]);
    const { scale } = view(4);
    all.x[1] += pixels / scale;
    return cluster(all, view(4, all.x[0] * scale - 500, all.y[0] * scale - 500)).map(({ count }) => count);
  };
  assert.deepEqual(pair(30), [1, 1]);
  assert.deepEqual(pair(20), [2]);
});

test('dragging the map does not regroup', () => {
  const all = points(scattered);
  const sizes = (/** @type {number} */ left) => cluster(all, { ...view(2), left, width: 1024 - left }).map(({ count }) => count);
  assert.deepEqual(sizes(0), cluster(all, view(2)).map(({ count }) => count));
});

test('points of one place stay together at every zoom', () => {
  const same = points([[33.3, 44.4, 1], [33.3, 44.4, 2], [33.3, 44.4, 1]]);
  for (const zoom of [3, 9, 16]) {
    const scale = 256 * 2 ** zoom;
    const groups = cluster(same, view(zoom, same.x[0] * scale - 500, same.y[0] * scale - 500));
    assert.deepEqual(groups.map(({ count }) => count), [3]);
  }
});

test('what lies outside the view is not grouped', () => {
  assert.deepEqual(cluster(points([[33.3, 44.4, 1]]), view(8)), []);
});
