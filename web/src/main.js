/** Puts the page together: the map stands at once, the events follow when their block is decoded. */

import { decodeBasemap } from './basemap/decode.js';
import { drawBasemap } from './basemap/draw.js';
import { Payload, unpackArrays } from './data/payload.js';
import { Records } from './data/records.js';
import { NO_DAY, Store } from './data/store.js';
import { placeOf } from './data/words.js';
import { buildAreas } from './map/areas.js';
import { canvasLayer } from './map/canvas.js';
import { connect } from './map/interaction.js';
import { createMap, showAll } from './map/leaflet.js';
import { onSchemeChange } from './map/palette.js';
import { Scene } from './map/scene.js';
import { say } from './strings.js';
import { card } from './ui/card.js';
import { el, fill } from './ui/dom.js';
import { legend } from './ui/legend.js';
import { emptyList, eventList } from './ui/list.js';
import { basemapMenu } from './ui/basemaps.js';
import { attribution, foot, head, tabs } from './ui/page.js';
import { search } from './ui/search.js';
import { timeline } from './ui/timeline.js';

/** Up to so many events, the names of their places are read at once, to be written on the map. */
const NAMED = 400;

const app = /** @type {HTMLElement} */ (document.getElementById('app'));
const stage = el('div', { class: 'view' });
const side = el('main', { class: 'stage' }, stage);
const mapElement = el('div', { id: app.dataset.map ?? 'map', class: 'map', role: 'application', 'aria-label': say('mapLabel') });
stage.append(mapElement);
app.append(side);
// Layers that a user added with folium find the map under this name, and find it at once.
const map = createMap(mapElement, app.dataset.view ?? '');
/** @type {any} */ (globalThis)[mapElement.id] = map;

async function start() {
  const block = document.getElementById('payload');
  const payload = await Payload.open(block?.textContent ?? '');
  // The text is decoded: a large one need not stay in memory twice.
  block?.remove();
  const [core, outlines, ground] = await Promise.all(['core', 'outlines', 'basemap'].map((name) => payload.section(name)));
  const store = new Store(payload.index, unpackArrays(core, payload.index.core));
  const records = new Records(payload, store.codes);
  const { levels, labels } = decodeBasemap(ground, payload.index.basemap);
  const scene = new Scene(store, buildAreas(store, outlines), labels);
  const base = canvasLayer('tilePane', (context, view, ratio) => {
    drawBasemap(context, view, levels, ratio);
  }).addTo(map);
  const top = canvasLayer('overlayPane', (context, view) => {
    scene.draw(context, view);
  }).addTo(map);

  const details = card(store, records, {
    shown(row) {
      // On a phone the card takes the room of the panel: measure after that.
      app.classList.add('has-card');
      map.invalidateSize({ pan: false });
      pointer.select(row);
      pointer.reveal(row, details.element);
      inView.select(row);
    },
    closed() {
      pointer.select(-1);
      inView.select(-1);
      app.classList.remove('has-card');
    },
  });
  const pointer = connect(map, store, scene, records, {
    open: (rows) => void details.open(rows),
    closed: details.close,
  });
  const inView = eventList(store, records, {
    empty: emptyList(),
    label: say('list'),
    open: (row) => void details.open([row]),
  });
  const unplaced = eventList(store, records, { empty: '', label: say('notPlaced'), open: (row) => void details.open([row]) });
  const lists = tabs([
    { id: 'list', name: say('list'), count: null, panel: inView.element },
    ...(store.unplaced.length ? [{ id: 'unplaced', name: say('notPlaced'), count: null, panel: unplaced.element }] : []),
  ]);
  if (store.unplaced.length) {
    unplaced.show(store.unplaced);
    lists.count(1, store.unplaced.length);
  }

  const time = timeline(store);
  const toggle = el('button', { type: 'button', class: 'panel-toggle', 'aria-expanded': 'false', 'aria-controls': 'panel' }, say('panel'));
  const panel = el(
    'div',
    { class: 'panel', id: 'panel' },
    head(store, {
      openUnplaced: () => {
        app.classList.add('panel-open');
        toggle.setAttribute('aria-expanded', 'true');
        fill(toggle, say('close'));
        lists.choose(1);
        document.getElementById('tab-unplaced')?.focus();
      },
    }),
    toggle,
    el(
      'div',
      { class: 'tools' },
      store.rows > 1 && search(store, records),
      store.placed > 0 && legend(store),
      basemapMenu(map, payload.index.tiles, base),
      store.rows > 0 && lists.element,
    ),
    foot(payload.index),
  );
  toggle.addEventListener('click', () => {
    const open = app.classList.toggle('panel-open');
    toggle.setAttribute('aria-expanded', String(open));
    fill(toggle, say(open ? 'close' : 'panel'));
    inView.resize();
    unplaced.resize();
  });
  app.prepend(panel);
  stage.append(details.element, attribution(payload.index));
  if (time) side.append(time.element);
  time?.draw();

  const order = byDate(store);
  const list = () => {
    const rows = rowsInView(store, scene, order, map);
    inView.show(rows);
    lists.count(0, rows.length);
  };
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let waiting;
  const listSoon = () => {
    clearTimeout(waiting);
    waiting = setTimeout(list, 60);
  };
  store.onChange(() => {
    top.redraw();
    pointer.redraw();
    listSoon();
  });
  map.on('moveend', listSoon);
  onSchemeChange(() => {
    base.redraw();
    top.redraw();
    time?.draw();
  });
  new ResizeObserver(() => {
    map.invalidateSize({ pan: false });
    inView.resize();
    unplaced.resize();
    time?.draw();
  }).observe(side);

  map.invalidateSize({ pan: false });
  showAll(map, app.dataset.view ?? '');
  list();
  app.dataset.state = 'ready';
  performance.mark('interactive');
  if (store.rows <= NAMED) {
    for (let row = 0; row < store.rows; row++) {
      const name = placeOf(await records.get(row));
      if (name) scene.names.set(row, name);
    }
    top.redraw();
  }
  app.dataset.state = 'complete';
}

/** All placed rows, the latest first, those without a date last. @param {Store} store */
function byDate(store) {
  const rows = new Uint32Array(store.placed);
  let at = 0;
  for (let i = 0; i < store.rows; i++) if (store.mark[i]) rows[at++] = i;
  const { day } = store;
  return rows.sort((a, b) => (day[a] === day[b] ? a - b : day[a] === NO_DAY ? 1 : day[b] === NO_DAY ? -1 : day[b] - day[a]));
}

/**
 * @param {Store} store
 * @param {Scene} scene
 * @param {Uint32Array} order
 * @param {import('leaflet').Map} where
 */
function rowsInView(store, scene, order, where) {
  const bounds = where.getPixelBounds();
  const scale = 256 * 2 ** where.getZoom();
  const [west, north, east, south] = [bounds.min?.x ?? 0, bounds.min?.y ?? 0, bounds.max?.x ?? 0, bounds.max?.y ?? 0].map((v) => v / scale);
  /** @type {Set<number>} rows of areas that reach into the view */
  const reaching = new Set();
  for (const { box, rows } of scene.areas) {
    if (box[0] < east && box[2] > west && box[1] < south && box[3] > north) for (const row of rows) reaching.add(row);
  }
  const found = new Uint32Array(order.length);
  let count = 0;
  for (const row of order) {
    if (!store.shown[row]) continue;
    const inside = store.x[row] >= west && store.x[row] <= east && store.y[row] >= north && store.y[row] <= south;
    if (inside || reaching.has(row)) found[count++] = row;
  }
  return found.subarray(0, count);
}

start().catch((/** @type {unknown} */ error) => {
  app.dataset.state = 'broken';
  fill(stage, el('p', { class: 'broken', role: 'alert' }, say('broken', { why: error instanceof Error ? error.message : String(error) })));
  throw error;
});
