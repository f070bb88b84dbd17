/** The choice of a ground: the outlines in the file, or an online map that the maker allows. */

import * as L from 'leaflet';

import { say } from '../strings.js';
import { el, fill } from './dom.js';

/**
 * @param {L.Map} map
 * @param {import('../data/payload.js').Index['tiles']} offered
 */
export function basemapMenu(map, offered) {
  if (!offered.length) return null;
  /** @type {L.TileLayer | null} */
  let layer = null;
  const credit = el('p', { class: 'credits' });
  const choice = (/** @type {string} */ name, /** @type {number} */ i) => {
    const input = el('input', {
      type: 'radio',
      name: 'basemap',
      onchange: () => {
        layer?.remove();
        layer = null;
        fill(credit);
        if (i >= 0) {
          const { url, maxZoom, credit: words } = offered[i];
          layer = L.tileLayer(url, { maxNativeZoom: maxZoom, maxZoom: 18, zIndex: 2 }).addTo(map);
          fill(credit, words);
        }
      },
    });
    input.checked = i < 0;
    return el('label', { class: 'layer' }, input, el('span', { class: 'name' }, name));
  };
  return el(
    'section',
    { class: 'basemaps', role: 'radiogroup', 'aria-label': say('basemap') },
    el('h2', null, say('basemap')),
    choice(say('embedded'), -1),
    ...offered.map(({ name }, i) => choice(say('online', { name }), i)),
    credit,
  );
}

/**
 * Tell whenever a map of tiles covers the ground, be it chosen here or a layer that the maker added with folium.
 * @param {L.Map} map
 * @param {(covered: boolean) => void} tell
 */
export function onTiles(map, tell) {
  let covered = false;
  const look = () => {
    let found = false;
    map.eachLayer((layer) => {
      if (!(layer instanceof L.TileLayer)) return;
      const { transparent, opacity } = /** @type {L.WMSOptions} */ (layer.options);
      if (!transparent && (opacity ?? 1) > 0.9) found = true;
    });
    if (found !== covered) tell((covered = found));
  };
  map.on('layeradd layerremove', look);
  look();
}
