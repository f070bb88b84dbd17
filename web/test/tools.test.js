import assert from 'node:assert/strict';
import { test } from 'node:test';

import { cell, fileName } from '../src/data/formats.js';
import { Haystack } from '../src/data/haystack.js';
import { FORM, geometryOf } from '../src/data/shapes.js';
import { startOf, stepEnd, stepFrom } from '../src/data/steps.js';
import { ticks } from '../src/data/ticks.js';
import { fold } from '../src/data/words.js';
import { readView, writeView } from '../src/ui/link.js';
import * as ar from '../src/words/ar.js';
import * as en from '../src/words/en.js';
import * as fr from '../src/words/fr.js';

const DAY = 86_400_000;
const day = (/** @type {string} */ iso) => Date.parse(iso) / DAY;

test('weeks begin on Monday, months on their first', () => {
  assert.equal(startOf('week', day('2023-12-03')), day('2023-11-27'));
  assert.equal(startOf('week', day('1969-12-31')), day('1969-12-29'));
  assert.equal(startOf('month', day('2024-02-29')), day('2024-02-01'));
  assert.equal(stepEnd('month', day('2024-02-01')), day('2024-02-29'));
  assert.equal(stepFrom('month', day('2024-01-01'), -1), day('2023-12-01'));
});

test('an axis names whole days, months or years, as many as there is room for', () => {
  const named = (/** @type {string} */ first, /** @type {string} */ last, /** @type {number} */ most) => {
    const { unit, days } = ticks(day(first), day(last), most);
    return [unit, ...days.map((one) => new Date(one * DAY).toISOString().slice(0, 10))];
  };
  assert.deepEqual(named('2023-12-03', '2023-12-06', 10), ['day', '2023-12-03', '2023-12-04', '2023-12-05', '2023-12-06']);
  assert.deepEqual(named('2023-11-15', '2024-02-20', 5), ['month', '2023-12-01', '2024-01-01', '2024-02-01']);
  assert.deepEqual(named('2022-11-15', '2024-02-20', 6), ['month', '2023-01-01', '2023-04-01', '2023-07-01', '2023-10-01', '2024-01-01']);
  assert.deepEqual(named('1969-03-01', '1999-01-01', 7), ['year', '1970-01-01', '1975-01-01', '1980-01-01', '1985-01-01', '1990-01-01', '1995-01-01']);
  // Years of two digits are not those of the last century.
  assert.equal(ticks(-719_000, -690_000, 12).days.length, 8);
});

test('a view is written and read back', () => {
  /** @type {import('../src/ui/link.js').View} */
  const view = {
    at: [6.25, 33.1234, 44.4321], by: 'a <b>&=', off: [0, 3], window: [19000, 19030], undated: false, words: 'قاعدة & co',
    without: [[2, [1, 4]]], ranges: [[0, -1.5, 20, true]], heat: true, open: 7,
  };
  assert.deepEqual(readView(`#${writeView(view)}`), view);
});

test('what is no view says nothing', () => {
  const nothing = readView('');
  for (const hash of ['#at=1/2', '#at=a/b/c', '#days=2023-02-31x/', '#off=-1.x', '#open=1e5', '#num=1/2', '#not=3']) assert.deepEqual(readView(hash), nothing, hash);
});

test('cells that a spreadsheet would run stand behind an apostrophe, numbers do not', () => {
  assert.equal(cell('=1+1'), "'=1+1");
  assert.equal(cell(" '=x"), "' '=x");
  assert.equal(cell('-5'), '-5');
  assert.equal(cell(-5.5), '-5.5');
  assert.equal(cell('a "b", c'), '"a ""b"", c"');
  assert.equal(cell(null), '');
  assert.equal(cell({ a: 1 }), '"{""a"":1}"');
});

test('a title becomes a file name on every system', () => {
  assert.equal(fileName('../../Öl & <b>: خريطة?'), 'Öl-b-خريطة');
  assert.equal(fileName(null), 'events');
  assert.equal(fileName('CON'), 'events-CON');
  assert.equal([...fileName('x'.repeat(300))].length, 60);
});

test('rings of a saved outline run as the standard asks and are closed', () => {
  const ring = (/** @type {number} */ form, /** @type {number[]} */ ...degrees) => ({ form, degrees: Float64Array.from(degrees) });
  const shape = geometryOf([ring(FORM.RING, 0, 0, 0, 4, 4, 4, 4, 0), ring(FORM.HOLE, 1, 1, 2, 1, 2, 2, 1, 1)]);
  assert.deepEqual(shape, {
    type: 'Polygon',
    coordinates: [[[0, 0], [4, 0], [4, 4], [0, 4], [0, 0]], [[1, 1], [2, 2], [2, 1], [1, 1]]],
  });
  assert.equal(geometryOf([ring(FORM.LINE, 0, 0, 1, 1)]).type, 'LineString');
});

test('search finds words of different columns in one row, in any script, and can be ended', async () => {
  const pieces = [
    { note: ['Night raid', null, 'quiet\u0001NIGHT'], place: ['Mosul', 'Erbil', 'البصرة'] },
    { note: ['night'], place: ['Hīt'] },
  ];
  const store = /** @type {any} */ ({ rows: 4, codes: [[1, 2, 0, 2]], index: { rows: 4, chunk: 3, layers: [{ values: ['Rocket', 'Drone'] }] } });
  const haystack = new Haystack(store, /** @type {any} */ ({ read: async (/** @type {number} */ i) => pieces[i] }));
  const find = async (/** @type {string} */ words) => {
    /** @type {number[]} */
    let rows = [];
    await haystack.search(fold(words).split(' '), (found, done) => { if (done) rows = [...found]; }, () => false);
    return rows;
  };
  assert.deepEqual(await find('night'), [1, 0, 1, 1]);
  assert.deepEqual(await find('drone night'), [0, 0, 0, 1]);
  assert.deepEqual(await find('mosul rocket raid'), [1, 0, 0, 0]);
  assert.deepEqual(await find('البصره'), [0, 0, 1, 0]);
  assert.deepEqual(await find('hit'), [0, 0, 0, 1]);
  await haystack.search(['night'], () => assert.fail('told after its end'), () => true);
});

test('every language says every phrase with the same values', () => {
  const places = (/** @type {unknown} */ phrase) =>
    typeof phrase === 'string' ? [...phrase.matchAll(/\{\w+\}/g)].map(String).sort() : Object.keys(/** @type {object} */ (phrase)).filter((key) => /^[a-z-]+$/.test(key)).length > 0;
  for (const { words, columns, figure } of [ar, fr]) {
    assert.deepEqual(Object.keys(figure).sort(), Object.keys(en.figure).sort());
    for (const [key, phrase] of Object.entries(en.figure)) assert.deepEqual(places(figure[/** @type {keyof typeof figure} */ (key)]), places(phrase), key);
    assert.deepEqual(Object.keys(words).sort(), Object.keys(en.words).sort());
    assert.deepEqual(Object.keys(columns).sort(), Object.keys(en.columns).sort());
    for (const [key, phrase] of Object.entries(en.words)) assert.deepEqual(places(words[/** @type {keyof typeof words} */ (key)]), places(phrase), key);
  }
});
