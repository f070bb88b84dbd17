/** The Leaflet map: no tiles, no badge, no markup from data. */

import * as L from 'leaflet';

import { isStill } from '../motion.js';
import { say } from '../strings.js';

/** A single place is shown with the region around it, not its streets. */
const CLOSEST = 8;
/** The scale bar's greatest length in pixels. */
export const SCALE_BAR = 120;
/** Shown where there is nothing to show: all of the world but its poles. */
const INHABITED = L.latLngBounds([-56, -168], [74, 180]);

/** @param {string} view */
function boundsOf(view) {
  const [south, west, north, east] = view.split(',').map(Number);
  return Number.isFinite(east) ? L.latLngBounds([south, west], [north, east]) : null;
}

/**
 * @param {HTMLElement} element
 * @param {string} view south, west, north, east
 */
export function createMap(element, view) {
  const still = isStill();
  const map = L.map(element, {
    attributionControl: false,
    zoomControl: false,
    zoomSnap: 0.25,
    zoomDelta: 1,
    wheelPxPerZoomLevel: 90,
    minZoom: 1.5,
    maxZoom: 18,
    worldCopyJump: false,
    zoomAnimation: !still,
    fadeAnimation: !still,
    inertia: !still,
  });
  // Leaflet would still glide where a key or a card moves the map.
  if (still) map.panBy = (offset, options) => L.Map.prototype.panBy.call(map, offset, { ...options, animate: false });
  // The card opens where lines end.
  const mirrored = document.documentElement.dir === 'rtl';
  L.control.zoom({ position: mirrored ? 'topright' : 'topleft', zoomInTitle: say('zoomIn'), zoomOutTitle: say('zoomOut') }).addTo(map);
  L.control.scale({ position: mirrored ? 'bottomright' : 'bottomleft', imperial: false, maxWidth: SCALE_BAR }).addTo(map);
  // Only layers that a user added write here.
  L.control.attribution({ prefix: false, position: mirrored ? 'bottomleft' : 'bottomright' }).addTo(map);
  showAll(map, view);
  return map;
}

/**
 * Show all events, with room around them.
 * @param {L.Map} map
 * @param {string} view
 */
export function showAll(map, view) {
  const bounds = boundsOf(view);
  const size = map.getSize();
  const room = Math.min(60, size.x / 8, size.y / 8);
  if (!bounds) map.fitBounds(INHABITED, { animate: false });
  else map.fitBounds(bounds, { padding: [room, room], maxZoom: CLOSEST, animate: false });
}
