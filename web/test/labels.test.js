import assert from 'node:assert/strict';
import { test } from 'node:test';

import { Labels } from '../src/map/labels.js';

const context = /** @type {any} */ ({ measureText: (/** @type {string} */ text) => ({ width: 8 * text.length }), strokeText() {}, fillText() {} });
const view = { scale: 256, left: 0, top: 0, width: 440, height: 220, zoom: 0, margin: { x: 20, y: 10 } };
const style = { font: '', colour: '' };

test('a name stands beside its mark, on the other side where something hides the first', () => {
  const free = new Labels(context, view, []);
  assert.ok(free.beside('Hit', 200, 100, 10, style));
  assert.ok(free.taken[0].left > 200);
  const card = { left: 185, top: 0, right: 400, bottom: 200 };
  const hidden = new Labels(context, view, [card]);
  assert.ok(hidden.beside('Hit', 200, 100, 10, style));
  assert.ok(hidden.taken[1].right < 200);
});

test('a name that the edge of the view would cut is not written', () => {
  const labels = new Labels(context, view, []);
  for (const [x, y] of [[5, 100], [435, 100], [200, 3], [200, 217]]) assert.equal(labels.centred('A long name', x, y, '', ''), undefined);
  assert.deepEqual(labels.taken, []);
});
