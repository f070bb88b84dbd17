/** The legend, which is the layer control: one row a layer, with its mark and its count. */

import { MAX_LAYERS, SHAPES, look } from '../map/palette.js';
import { say, sayColumn, sayCount, sayNumber, sayValue } from '../strings.js';
import { data, el, fill, icon, svgPath } from './dom.js';

/** @typedef {import('../data/store.js').Store} Store */

/**
 * The mark of a layer, as on the map.
 * @param {number} layer
 */
export function mark(layer) {
  const { colour, shape } = look(layer);
  return icon(18, svgPath(SHAPES[shape], { fill: colour, transform: 'scale(7.5)', class: 'mark' }));
}

/** @param {Store} store */
export function layerName(store, /** @type {number} */ layer) {
  if (store.active < 0) return say('allEvents');
  const { column, values } = store.index.layers[store.active];
  if (layer === 0) return say('notStated');
  if (layer > MAX_LAYERS) return sayCount('others', values.length - MAX_LAYERS);
  return sayValue(column, values[layer - 1]);
}

/**
 * @param {Store} store
 * @param {import('../map/scene.js').Scene} scene
 * @param {() => void} redraw
 */
export function legend(store, scene, redraw) {
  const rows = el('div', { class: 'layers', role: 'group', 'aria-label': say('layers') });
  /** @type {{layer: number, box: HTMLInputElement, count: HTMLElement}[]} */
  let entries = [];

  const build = () => {
    entries = [];
    fill(rows);
    // "Not stated" comes last: it is what is missing.
    const order = [...Array(store.layerCount).keys()].slice(1).concat(0);
    for (const layer of order) {
      if (!countEver(store, layer)) continue;
      const box = el('input', {
        type: 'checkbox',
        onchange: () => store.showLayer(layer, box.checked),
      });
      box.checked = true;
      const count = el('span', { class: 'count' });
      rows.append(el('label', { class: 'layer' }, box, mark(layer), el('span', { class: 'name' }, data(layerName(store, layer))), count));
      entries.push({ layer, box, count });
    }
    update();
  };
  const update = () => {
    for (const { layer, box, count } of entries) {
      fill(count, sayNumber(store.counts[layer]));
      box.checked = !store.hidden.has(layer);
    }
  };

  const choices = store.index.layers.map((layer, i) => el('option', { value: i }, sayColumn(layer.column)));
  const choose = el(
    'select',
    {
      onchange: () => {
        store.setActive(Number(choose.value));
        build();
      },
    },
    ...choices,
  );
  const several = store.index.layers.length > 1;
  const all = el('button', { type: 'button', class: 'quiet', onclick: () => store.showAllLayers(true) }, say('showAll'));
  const none = el('button', { type: 'button', class: 'quiet', onclick: () => store.showAllLayers(false) }, say('showNone'));
  build();
  store.onChange(update);
  const setHeat = (/** @type {boolean} */ heat) => {
    scene.heat = heat;
    as.value = heat ? 'heat' : 'marks';
    heatKey.hidden = !heat;
    redraw();
  };
  const as = el(
    'select',
    { onchange: () => { setHeat(as.value === 'heat'); } },
    el('option', { value: 'marks' }, say('marks')),
    el('option', { value: 'heat' }, say('heat')),
  );
  const heatKey = el(
    'div',
    { class: 'heat-key', hidden: true },
    el('p', { class: 'key-row' }, say('heatLess'), el('span', { class: 'ramp' }), say('heatMore')),
    el('p', null, say('heatKey')),
  );
  // One event has no density.
  const heatable = scene.points().drawn.reduce((n, one) => n + one, 0) > 1;
  const element = el(
    'section',
    { class: 'legend', 'aria-label': say('layers') },
    el(
      'div',
      { class: 'section-head' },
      several ? el('label', { class: 'by' }, el('span', null, say('layersBy')), choose)
        : el('h2', null, store.active < 0 ? say('layers') : sayColumn(store.index.layers[0].column)),
      entries.length > 2 && el('span', { class: 'buttons' }, all, none),
    ),
    rows,
    heatable && el('label', { class: 'by as' }, el('span', null, say('showAs')), as),
    heatKey,
    sureness(store),
  );
  return {
    element,
    setHeat,
    /** Make another column the layers. @param {number} active */
    choose(active) {
      if (!several) {
        store.hidden.clear();
        return;
      }
      choose.value = String(active);
      store.setActive(active);
      build();
    },
  };
}

/**
 * @param {Store} store
 * @param {number} layer
 */
function countEver(store, layer) {
  for (let i = 0; i < store.rows; i++) if (store.mark[i] && store.layer[i] === layer) return true;
  return false;
}

/** The key to the kinds of marks, of those that occur. @param {Store} store */
function sureness(store) {
  const kinds = new Set(store.mark);
  kinds.delete(0);
  const ring = { fill: 'none', class: 'key-line', 'stroke-width': '2' };
  const rows = [
    kinds.has(1) && [say('surePoint'), svgPath(SHAPES[0], { transform: 'scale(6)', class: 'key-fill' })],
    kinds.has(2) && [say('sureApproximate'), svgPath('M10 0A10 10 0 1 1 -10 0A10 10 0 1 1 10 0Z', { ...ring, 'stroke-dasharray': '3.5 2.8', 'stroke-width': '1.4' }), svgPath(SHAPES[0], { ...ring, transform: 'scale(4.5)', 'stroke-width': '.5' })],
    (kinds.has(3) || kinds.has(4)) && [say('sureArea'), svgPath('M-9 -6L4 -9L10 3L1 9L-10 4Z', { class: 'key-area' })],
    store.origin !== null && [say('lineKey'), svgPath('M-10 6Q0 -10 8 -2', { fill: 'none', class: 'key-line', 'stroke-width': '1.6' }), svgPath('M10 1L2 -1L8 -7Z', { class: 'key-fill' })],
  ].filter((row) => row !== false);
  if (rows.length < 2 && kinds.has(1)) return null;
  return el(
    'details',
    { class: 'key', open: true },
    el('summary', null, say('howSure')),
    ...rows.map(([words, ...paths]) =>
      el('div', { class: 'key-row' }, icon(18, .../** @type {SVGPathElement[]} */ (paths)), el('span', null, /** @type {string} */ (words))),
    ),
  );
}
