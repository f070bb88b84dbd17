/** Keeps the address in step with the view, and the view with an address that was followed. */

import { readView, writeView } from './link.js';

/** The address follows so long after the last change, in milliseconds. */
const CALM = 300;

/**
 * @param {object} page
 * @param {import('leaflet').Map} page.map
 * @param {import('../data/store.js').Store} page.store
 * @param {import('../data/payload.js').Payload} page.payload
 * @param {import('../map/scene.js').Scene} page.scene
 * @param {{open: (rows: number[]) => Promise<void>, close: () => void, row: () => number}} page.details
 * @param {ReturnType<typeof import('./timeline.js').timeline>} page.time
 * @param {ReturnType<typeof import('./search.js').search> | null} page.finder
 * @param {ReturnType<typeof import('./filters.js').filters>} page.sieve
 * @param {ReturnType<typeof import('./legend.js').legend> | null} page.key
 */
export function sharing({ map, store, payload, scene, details, time, finder, sieve, key }) {
  const { index } = payload;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let waiting;
  let own = location.hash;
  let placed = false;
  let ready = false;

  const write = () => {
    // What happens while the page is put together is not the reader's doing.
    if (!ready) return;
    clearTimeout(waiting);
    waiting = setTimeout(() => {
      // Somebody followed another link meanwhile.
      if (location.hash !== own) return;
      const centre = map.getCenter();
      const next = `#${writeView({
        at: [map.getZoom(), centre.lat, centre.lng],
        by: store.active > 0 ? index.layers[store.active].column : null,
        off: [...store.hidden].sort((a, b) => a - b),
        window: store.window,
        undated: store.undatedShown,
        words: finder?.words() ?? '',
        without: [...store.without].map(([column, left]) => [column, [...left.keys()].filter((code) => left[code])]),
        ranges: [...store.ranges].map(([column, { low, high, unknown }]) => [column, low, high, unknown]),
        heat: scene.heat,
        open: details.row(),
      })}`;
      try {
        history.replaceState(null, '', next);
      } catch {
        // A frame without an address of its own has nothing to share.
      }
      own = location.hash;
    }, CALM);
  };

  const read = async () => {
    if (location.hash.length < 2) return;
    const view = readView(location.hash);
    const active = index.layers.findIndex(({ column }) => column === view.by);
    key?.choose(Math.max(0, active));
    for (const layer of view.off) if (layer < store.layerCount) store.hidden.add(layer);
    store.without.clear();
    for (const [column, codes] of view.without) {
      if (!index.layers[column]) continue;
      const left = new Uint8Array(index.layers[column].values.length + 1);
      for (const code of codes) if (code < left.length) left[code] = 1;
      store.without.set(column, left);
      await sieve?.open(`c${column}`);
    }
    store.ranges.clear();
    for (const [column, low, high, unknown] of view.ranges) {
      if (!index.numbers[column]) continue;
      store.ranges.set(column, { values: await payload.numbers(column), low, high, unknown });
      await sieve?.open(`n${column}`);
    }
    key?.setHeat(view.heat);
    if (time) time.set(view.window, view.undated);
    else store.refresh();
    finder?.set(view.words);
    if (view.at) {
      map.setView([view.at[1], view.at[2]], view.at[0], { animate: false });
      placed = true;
    }
    if (view.open >= 0 && view.open < store.rows) await details.open([view.open]);
    else details.close();
  };

  globalThis.addEventListener('hashchange', () => {
    if (location.hash === own) return;
    own = location.hash;
    void read();
  });
  // Only what a reader does from here on is worth an address.
  for (const event of ['pointerdown', 'keydown', 'wheel']) globalThis.addEventListener(event, () => { ready = true; }, { capture: true, passive: true });

  return {
    read,
    write,
    /** Whether the address said where to look. */
    get placed() { return placed; },
  };
}
