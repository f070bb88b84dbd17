import assert from 'node:assert/strict';
import { test } from 'node:test';

import { NO_DAY } from '../src/data/store.js';
import { byDate } from '../src/map/inview.js';

test('the latest events come first, of one day in their own order, then those without a date', () => {
  const day = Int32Array.from([5, NO_DAY, -4000000, 19699, 5, 19699, NO_DAY, 7]);
  const mark = Uint8Array.from([1, 1, 1, 1, 1, 1, 1, 0]);
  const store = /** @type {any} */ ({ day, mark, rows: 8, placed: 7 });
  assert.deepEqual([...byDate(store)], [3, 5, 0, 4, 2, 1, 6]);
});
