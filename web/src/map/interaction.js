/** Pointer and selection: what a click, a hover and a chosen event do on the map. */

import * as L from 'leaflet';

import { MARK } from '../data/store.js';
import { headline, placeOf } from '../data/words.js';
import { data, el, fill } from '../ui/dom.js';
import { isStill } from '../motion.js';
import { sayCount } from '../strings.js';
import { canvasLayer } from './canvas.js';
import { Fan, MOST_IN_FAN } from './fan.js';
import { drawLine } from './lines.js';
import { latitudeOf } from './mercator.js';
import { ground } from './palette.js';
import { SELECTED, at } from './scene.js';

/** @typedef {import('./scene.js').Hit} Hit */

/** The zoom at which places that still share a mark are taken as one site. */
const SITE_ZOOM = 16;

/**
 * @param {L.Map} map
 * @param {import('../data/store.js').Store} store
 * @param {import('./scene.js').Scene} scene
 * @param {import('../data/records.js').Records} records
 * @param {{open: (rows: number[]) => void, closed: () => void}} events
 */
export function connect(map, store, scene, records, events) {
  const fan = new Fan(store);
  let selected = -1;
  let hovered = -1;
  const pane = map.createPane('highlight');
  pane.style.zIndex = '450';
  pane.style.pointerEvents = 'none';
  const layer = canvasLayer('highlight', (context, view) => {
    if (hovered >= 0 && hovered !== selected && store.index.uncertainty !== 'never') scene.drawDoubt(context, view, hovered);
    // In an open fan the event is marked where it was spread out to.
    if (selected >= 0 && store.mark[selected] && !fan.rows.includes(selected)) drawSelected(context, view);
    fan.draw(context, view, selected);
  }, { needed: () => hovered >= 0 || selected >= 0 || fan.rows.length > 0 }).addTo(map);

  /**
   * @param {CanvasRenderingContext2D} context
   * @param {import('./mercator.js').View} view
   */
  function drawSelected(context, view) {
    const { ink, ring } = ground();
    if (store.mark[selected] >= MARK.OUTLINE) {
      const area = scene.areas.find(({ rows }) => rows.includes(selected));
      if (!area) return;
      const path = scene.outlineOf(area, view);
      context.lineJoin = 'round';
      for (const [width, style] of /** @type {[number, string][]} */ ([[5, ring], [2.5, ink]])) {
        context.lineWidth = width;
        context.strokeStyle = style;
        context.stroke(path);
      }
      return;
    }
    if (store.index.uncertainty !== 'never') scene.drawDoubt(context, view, selected);
    drawLine(context, view, store, selected, 1);
    const { x, y } = at(store.x[selected], store.y[selected], view);
    for (const [width, style] of /** @type {[number, string][]} */ ([[6, ring], [3, ink]])) {
      context.lineWidth = width;
      context.strokeStyle = style;
      context.beginPath();
      context.arc(x, y, SELECTED, 0, 2 * Math.PI);
      context.stroke();
    }
  }

  const tip = el('div', { class: 'tip', hidden: true, 'aria-hidden': 'true' });
  map.getContainer().append(tip);

  /**
   * Where on a canvas something happened; each is drawn when it needs to be, so each has its own view.
   * @param {L.LeafletMouseEvent} event
   * @param {import('./mercator.js').View | null} view
   * @returns {[number, number]}
   */
  const spotOf = (event, view) => {
    const origin = map.getPixelOrigin();
    return [event.layerPoint.x + origin.x - (view?.left ?? 0), event.layerPoint.y + origin.y - (view?.top ?? 0)];
  };

  map.on('click', (event) => {
    const inFan = fan.hit(...spotOf(event, fan.view));
    if (inFan !== null) {
      events.open([inFan]);
      return;
    }
    const hit = scene.hit(...spotOf(event, scene.view));
    fan.close();
    layer.redraw();
    if (!hit) events.closed();
    else if (hit.rows.length === 1 || hit.area) events.open(hit.rows);
    else openGroup(hit);
  });

  /** @param {Hit} hit */
  function openGroup({ rows }) {
    const box = extent(rows);
    const apart = Math.max(box.east - box.west, box.south - box.north) * 256 * 2 ** SITE_ZOOM;
    if (apart > 12 && map.getZoom() < SITE_ZOOM) {
      map.flyToBounds(
        L.latLngBounds([latitudeOf(box.south), (box.west - 0.5) * 360], [latitudeOf(box.north), (box.east - 0.5) * 360]),
        { padding: [90, 90], maxZoom: Math.max(13, map.getZoom() + 1), duration: 0.5, animate: !isStill() },
      );
      return;
    }
    if (rows.length <= MOST_IN_FAN) {
      fan.open(rows);
      layer.redraw();
    }
    events.open(rows);
  }

  /** @param {number[]} rows */
  function extent(rows) {
    const box = { west: Infinity, north: Infinity, east: -Infinity, south: -Infinity };
    for (const row of rows) {
      box.west = Math.min(box.west, store.x[row]);
      box.east = Math.max(box.east, store.x[row]);
      box.north = Math.min(box.north, store.y[row]);
      box.south = Math.max(box.south, store.y[row]);
    }
    return box;
  }

  let turn = 0;
  map.on('mousemove', async (event) => {
    const mine = ++turn;
    const inFan = fan.hit(...spotOf(event, fan.view));
    const hit = inFan === null ? scene.hit(...spotOf(event, scene.view)) : null;
    const rows = inFan === null ? (hit?.rows ?? []) : [inFan];
    map.getContainer().classList.toggle('pointing', rows.length > 0);
    const single = rows.length === 1 ? rows[0] : -1;
    if (single !== hovered) {
      hovered = single;
      layer.redraw();
    }
    if (!rows.length) {
      tip.hidden = true;
      return;
    }
    tip.style.transform = `translate(${event.containerPoint.x + 14}px, ${event.containerPoint.y + 14}px)`;
    if (single < 0) fill(tip, sayCount('events', rows.length));
    else {
      const record = await records.get(single);
      if (mine !== turn) return;
      const place = placeOf(record);
      fill(tip, el('strong', null, data(headline(record, single))), place ? el('span', null, data(place)) : null);
    }
    tip.hidden = false;
  });
  map.on('mouseout movestart', () => {
    turn++;
    tip.hidden = true;
  });
  map.on('zoomstart', () => {
    fan.close();
  });

  return {
    /** @param {number} row */
    select(row) {
      selected = row;
      if (row < 0) fan.close();
      layer.redraw();
    },
    /**
     * Move the map only if the event is not in sight, or under its own card.
     * @param {number} row
     * @param {HTMLElement} card
     */
    reveal(row, card) {
      if (!store.mark[row]) return;
      const [there, over] = [map.getContainer().getBoundingClientRect(), card.getBoundingClientRect()];
      const beside = over.left - there.left > 240;
      map.panInside([store.lat[row], store.eastward(store.lon[row])], {
        // A site's fan needs the same room.
        paddingTopLeft: [70, 70],
        paddingBottomRight: beside ? [there.right - over.left + 70, 70] : [50, Math.max(50, there.bottom - over.top + 40)],
      });
    },
    redraw: () => { layer.redraw(); },
  };
}
