import assert from 'node:assert/strict';
import { test } from 'node:test';

import { unpackArrays } from '../src/data/payload.js';
import { fold, headline } from '../src/data/words.js';
import { look } from '../src/map/palette.js';
import { sayCount, sayDistance, sayWhen } from '../src/strings.js';
import { safeUrl } from '../src/ui/links.js';

const DAY = 19681; // 20 November 2023

test('a time is said no finer than it is known', () => {
  assert.equal(sayWhen(DAY, 0, 'time', ['2023-11-20T04:15:00Z', '2023-11-20T04:15:00Z'], 'day'), 'Monday, 20 November 2023, 04:15 UTC');
  assert.equal(
    sayWhen(DAY, 0, 'time', ['2023-11-20T04:15:00Z', '2023-11-20T05:00:00Z'], 'day'),
    'Monday, 20 November 2023, 04:15 to 05:00 UTC',
  );
  assert.equal(sayWhen(DAY, 0, 'day', [], 'day'), 'Monday, 20 November 2023');
  assert.equal(sayWhen(DAY, 1, 'range', [], 'day'), 'some time from 20 Nov 2023 to 21 Nov 2023');
  assert.equal(sayWhen(DAY, 29, 'month', [], 'day'), 'November 2023');
  assert.equal(sayWhen(DAY, 364, 'year', [], 'day'), '2023');
});

test('distances and counts are said as people say them', () => {
  assert.equal(sayDistance(400), '400 m');
  assert.equal(sayDistance(2500), '2.5 km');
  assert.equal(sayDistance(220_000), '220 km');
  assert.equal(sayCount('onMap', 1), '1 event on the map');
  assert.equal(sayCount('onMap', 20_000), '20,000 events on the map');
});

test('only web and mail addresses become links', () => {
  for (const good of ['https://a.example/b?c=d', 'http://a.example', 'mailto:a@b.example', ' https://a.example '])
    assert.ok(safeUrl(good), good);
  for (const bad of ['javascript:alert(1)', 'JAVASCRIPT:alert(1)', 'java\nscript:alert(1)', 'data:text/html,x', 'file:///etc/passwd',
    '//a.example', '/a', 'a.example', '', 'https://', 'vbscript:x', 'blob:https://a.example/x', null, 7, ['https://a.example']])
    assert.equal(safeUrl(bad), null, String(bad));
});

test('search folds accents, case, and the letters that Arabic writers vary', () => {
  assert.equal(fold('Dêr ez-Zôr'), 'der ez-zor');
  assert.equal(fold('الأَنْبار'), fold('الانبار'));
  assert.equal(fold('كركوك'), fold('کرکوک'));
  assert.equal(fold("Ma'an"), fold('Maʿan'));
});

test('an event without a name is called by its number', () => {
  assert.equal(headline({}, 4), '5');
  assert.equal(headline({ event_type: 'rocket attack', place_name: 'Hit' }, 0), 'Rocket attack');
  assert.equal(headline({ name: 'iPhone found' }, 0), 'iPhone found');
});

test('no two of the first layers look the same', () => {
  const looks = Array.from({ length: 24 }, (_, i) => JSON.stringify(look(i + 1)));
  assert.equal(new Set(looks).size, 24);
});

test('byte planes are put back together', () => {
  const { a, b } = unpackArrays(Uint8Array.from([1, 255, 0, 255, 0, 255, 0, 255, 7, 9]), [['a', 'i4', 2], ['b', 'u1', 2]]);
  assert.deepEqual([...a], [1, -1]);
  assert.deepEqual([...b], [7, 9]);
});
