/** Puts the page together: the map stands at once, the events follow when their block is decoded. */

import { labelsOf, openBasemap } from './basemap/decode.js';
import { drawBasemap } from './basemap/draw.js';
import { Payload, unpackArrays } from './data/payload.js';
import { Records } from './data/records.js';
import { decodeShapes } from './data/shapes.js';
import { Store } from './data/store.js';
import { placeOf } from './data/words.js';
import { buildAreas, shapeOf } from './map/areas.js';
import { canvasLayer } from './map/canvas.js';
import { byDate, rowsInView } from './map/inview.js';
import { connect } from './map/interaction.js';
import { SCALE_BAR, createMap, showAll } from './map/leaflet.js';
import { forPaper, onSchemeChange } from './map/palette.js';
import { Scene } from './map/scene.js';
import { say } from './strings.js';
import { basemapMenu, onTiles } from './ui/basemaps.js';
import { card } from './ui/card.js';
import { el, fill } from './ui/dom.js';
import { filters } from './ui/filters.js';
import { legend } from './ui/legend.js';
import { emptyList, eventList } from './ui/list.js';
import { attribution, foot, head, tabs } from './ui/page.js';
import { paperList, whenPrinted } from './ui/paper.js';
import { search } from './ui/search.js';
import { sharing } from './ui/sharing.js';
import { takeAlong } from './ui/take.js';
import { timeline } from './ui/timeline.js';

/** Up to so many events, the names of their places are read at once, to be written on the map. */
const NAMED = 400;

const app = /** @type {HTMLElement} */ (document.getElementById('app'));
const stage = el('div', { class: 'view' });
const side = el('main', { class: 'stage' }, stage);
// Leaflet places things from the left: its box does not follow the language.
const mapElement = el('div', { id: app.dataset.map ?? 'map', class: 'map', dir: 'ltr', role: 'application', 'aria-label': say('mapLabel') });
stage.append(mapElement);
app.append(side);
// Layers that a user added with folium find the map under this name, and find it at once.
const map = createMap(mapElement, app.dataset.view ?? '');
/** @type {any} */ (globalThis)[mapElement.id] = map;

/** @param {() => void} act */
const afterFrame = (act) => { requestAnimationFrame(() => setTimeout(act)); };

async function start() {
  const block = document.getElementById('payload');
  const payload = await Payload.open(block?.textContent ?? '');
  // The text is decoded: a large one need not stay in memory twice.
  block?.remove();
  const { index } = payload;
  const [core, outlines, extents, ground] = await Promise.all(
    ['core', 'outlines', 'extents', 'basemap'].map((name) => payload.section(name)),
  );
  const store = new Store(index, unpackArrays(core, index.core));
  const records = new Records(payload, store.codes);
  const shapes = decodeShapes(outlines, index.outlines);
  const levels = openBasemap(ground, index.basemap, index.seam !== null, index.units);
  const scene = new Scene(store, buildAreas(store, shapes), (view) => labelsOf(levels, view), decodeShapes(extents, index.extents).map((parts) => shapeOf(parts, store.eastward)));
  const base = canvasLayer('tilePane', (context, view, ratio) => {
    drawBasemap(context, view, levels, ratio);
    // A browser that prints makes white of what is clear: on paper all is on one sheet.
    if (forPaper()) scene.draw(context, view);
  }, { opaque: true, needed: () => scene.ownGround() }).addTo(map);
  const top = canvasLayer('overlayPane', (context, view) => {
    scene.draw(context, view);
  }).addTo(map);

  const details = card(store, records, shapes, {
    shown(row) {
      inView.select(row);
      // The card first: what moves or redraws the map comes with the next frame.
      afterFrame(() => {
        if (details.row() !== row) return;
        // On a phone the card takes the room of the panel: measure after that.
        app.classList.add('has-card');
        map.invalidateSize({ pan: false });
        choose(row);
        pointer.select(row);
        pointer.reveal(row, details.element);
        shared.write();
      });
    },
    closed() {
      choose(-1);
      pointer.select(-1);
      inView.select(-1);
      app.classList.remove('has-card');
      shared.write();
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
  const unplaced = eventList(store, records, { empty: emptyList(), label: say('notPlaced'), open: (row) => void details.open([row]) });
  const lists = tabs([
    { id: 'list', name: say('list'), count: null, panel: inView.element },
    ...(store.unplaced.length ? [{ id: 'unplaced', name: say('notPlaced'), count: null, panel: unplaced.element }] : []),
  ]);
  const paper = paperList(store, records);
  const redraw = () => {
    base.redraw();
    top.redraw();
  };
  /** Tell the scene where names would be hidden. */
  const cover = () => {
    const view = mapElement.getBoundingClientRect();
    scene.covered = [...stage.querySelectorAll('.leaflet-control, .attribution, .card')].map((one) => {
      const { left, top, right, bottom } = one.getBoundingClientRect();
      // The scale bar's length changes with each zoom.
      const spare = one.matches('.leaflet-control-scale') ? Math.max(0, SCALE_BAR + 8 - (right - left)) : 0;
      return { left: left - view.left - spare, top: top - view.top, right: right - view.left + spare, bottom: bottom - view.top };
    });
  };
  /** Names make way for the card, and for the ring around its event. @param {number} row */
  const choose = (row) => {
    scene.selected = row;
    cover();
    if (scene.named()) top.redraw();
  };

  const time = timeline(store);
  const finder = store.rows > 1 ? search(store, records) : null;
  const sieve = store.rows > 1 ? filters(store, payload) : null;
  const key = store.placed > 0 ? legend(store, scene, redraw) : null;
  const toggle = el('button', { type: 'button', class: 'panel-toggle', 'aria-expanded': 'false', 'aria-controls': 'panel' }, say('panel'));
  const header = head(store, {
    openUnplaced: () => {
      app.classList.add('panel-open');
      toggle.setAttribute('aria-expanded', 'true');
      fill(toggle, say('close'));
      lists.choose(1);
      document.getElementById('tab-unplaced')?.focus();
    },
  });
  const panel = el(
    'div',
    { class: 'panel', id: 'panel' },
    header,
    store.rows > 0 && toggle,
    el(
      'div',
      { class: 'tools' },
      finder?.element,
      key?.element,
      sieve?.element,
      basemapMenu(map, index.tiles),
      store.rows > 0 && lists.element,
      store.rows > 0 && takeAlong(store, records, shapes),
    ),
    foot(index),
  );
  onTiles(map, (covered) => {
    scene.online = covered;
    redraw();
  });
  toggle.addEventListener('click', () => {
    const open = app.classList.toggle('panel-open');
    toggle.setAttribute('aria-expanded', String(open));
    fill(toggle, say(open ? 'close' : 'panel'));
    inView.resize();
    unplaced.resize();
  });
  app.prepend(panel);
  stage.append(details.element, attribution(index));
  if (time) side.append(time.element);
  side.append(paper.element);

  const order = byDate(store);
  const list = () => {
    const rows = rowsInView(store, scene, order, map);
    inView.show(rows);
    lists.count(0, rows.length);
    void paper.show(rows);
    if (!store.unplaced.length) return;
    const kept = store.unplacedKept();
    unplaced.show(kept);
    lists.count(1, kept.length);
  };
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let waiting;
  const listSoon = () => {
    clearTimeout(waiting);
    waiting = setTimeout(list, 60);
  };
  const shared = sharing({ map, store, payload, scene, details, time, finder, sieve, key });
  map.invalidateSize({ pan: false });
  cover();
  await shared.read();
  store.onChange(() => {
    top.redraw();
    pointer.redraw();
    listSoon();
    shared.write();
  });
  map.on('moveend', () => {
    listSoon();
    shared.write();
  });
  onSchemeChange(() => {
    redraw();
    time?.draw();
  });
  whenPrinted(map, redraw, () => {
    cover();
    time?.draw();
  });
  new ResizeObserver(() => {
    // What is drawn while the browser prints would come too late.
    if (forPaper()) return;
    map.invalidateSize({ pan: false });
    cover();
    if (unseen && isSeen()) {
      unseen = false;
      if (!shared.placed) showAll(map, app.dataset.view ?? '');
    }
    inView.resize();
    unplaced.resize();
    time?.draw();
  }).observe(side);

  // In a notebook's cell out of sight, or a closed tab, there is no size to fit the events to as yet.
  const isSeen = () => map.getSize().x > 0 && map.getSize().y > 0;
  let unseen = !isSeen();
  if (!shared.placed) showAll(map, app.dataset.view ?? '');
  list();
  time?.draw();
  app.dataset.state = 'ready';
  // Once the events stand on the screen.
  afterFrame(() => performance.mark('interactive'));
  if (store.rows <= NAMED) {
    for (let row = 0; row < store.rows; row++) {
      const name = placeOf(await records.get(row));
      if (name) scene.names.set(row, name);
    }
    top.redraw();
  }
  app.dataset.state = 'complete';
  await finder?.prepare();
}

start().catch((/** @type {unknown} */ error) => {
  app.dataset.state = 'broken';
  fill(stage, el('p', { class: 'broken', role: 'alert' }, say('broken', { why: error instanceof Error ? error.message : String(error) })));
  throw error;
});
