/** What the map shows at the moment, drawn, and where on it one can click. */

import { UNIT } from '../basemap/decode.js';
import { MARK } from '../data/store.js';
import { cluster, groupRadius, members } from './cluster.js';
import { drawHeat } from './heat.js';
import { Labels, eventStyle } from './labels.js';
import { drawLines } from './lines.js';
import { mercatorX, mercatorY, widthOf } from './mercator.js';
import { forPaper, ground, isDark, look } from './palette.js';
import { drawDoubt, drawGroup, drawSymbol } from './symbols.js';

/** @typedef {import('./mercator.js').View} View */
/** @typedef {import('./areas.js').Area} Area */
/** @typedef {{rows: number[], x: number, y: number, group: import('./cluster.js').Cluster | null, area: Area | null}} Hit */

/** Up to so many shown events, circles and names are drawn for all of them. */
const FEW = 200;
const SYMBOL = 7.5;
/** The ring around the chosen event. */
export const SELECTED = 17;
/** Where an area's tag may stand, in pixels below its point. */
const TAG_STEPS = [0, -25, 25, -50, 50];

export class Scene {
  /**
   * @param {import('../data/store.js').Store} store
   * @param {Area[]} areas
   * @param {(view: View) => import('../basemap/decode.js').Label[]} labels of the ground
   * @param {{path: Path2D, box: Area['box']}[]} extents of known sites
   */
  constructor(store, areas, labels, extents) {
    this.store = store;
    this.areas = areas;
    this.labels = labels;
    this.extents = extents;
    /** Density instead of marks. */
    this.heat = false;
    /** What hides parts of the view. @type {import('./labels.js').Box[]} */
    this.covered = [];
    /** The event whose card is open, or -1. */
    this.selected = -1;
    /** An online map lies beneath. */
    this.online = false;
    // Who reads the interface in Arabic reads the places' names so, too.
    const swap = globalThis.document?.documentElement.dir === 'rtl';
    this.places = store.index.places.map(([name, local, lat, lon, rank]) => ({
      ...(swap && local ? { name: local, local: name } : { name, local }),
      x: mercatorX(store.eastward(lon)),
      y: mercatorY(lat),
      rank,
    }));
    this.places.sort((a, b) => a.rank - b.rank);
    /** Names of the events' places, once read. @type {Map<number, string>} */
    this.names = new Map();
    /** @type {import('./cluster.js').Cluster[]} */
    this.groups = [];
    /** @type {{area: Area, rows: number[], left: number, top: number, right: number, bottom: number}[]} */
    this.tags = [];
    /** @type {Uint8Array} */
    this.drawn = new Uint8Array(store.rows);
    /** @type {View | null} */
    this.view = null;
    store.onChange(() => this.refresh());
    this.refresh();
  }

  refresh() {
    const { shown, mark, rows } = this.store;
    for (let i = 0; i < rows; i++) this.drawn[i] = shown[i] && mark[i] < MARK.OUTLINE ? 1 : 0;
  }

  /** Whether so few events are shown that all can be named. */
  named() {
    return this.store.shownCount <= FEW && !this.heat;
  }

  /** Whether the ground is drawn here; an online map brings its own, with its names, but not onto paper. */
  ownGround() {
    return !this.online || forPaper();
  }

  /** @returns {import('./cluster.js').Points} */
  points() {
    const { rows, x, y, layer, layerCount } = this.store;
    return { rows, x, y, drawn: this.drawn, layer, layerCount };
  }

  /**
   * @param {CanvasRenderingContext2D} context
   * @param {View} view
   */
  draw(context, view) {
    const { store } = this;
    this.view = view;
    this.groups = this.heat ? [] : cluster(this.points(), view);
    const labels = new Labels(context, view, this.covered);
    const few = this.named();
    if (this.ownGround()) this.drawExtents(context, view);
    this.drawAreas(context, view);
    if (this.heat) drawHeat(context, view, this.points(), isDark());
    else {
      const { uncertainty } = store.index;
      if (uncertainty === 'always' || (uncertainty === 'auto' && few)) this.drawDoubts(context, view);
      drawLines(context, view, store);
    }
    this.drawTags(context, view, labels);
    this.drawMarks(context, labels);
    if (few) {
      for (const group of this.groups) {
        const rows = group.count === 1 ? [group.row] : members(group, this.points(), view);
        const name = this.nameOf(rows);
        const radius = rows.includes(this.selected) ? SELECTED : group.count > 1 ? groupRadius(group.count) : SYMBOL;
        if (name) labels.beside(name, group.x, group.y, radius + 5, eventStyle());
      }
    }
    if (this.ownGround()) labels.ground(this.labels(view), this.places);
  }

  /**
   * @param {CanvasRenderingContext2D} context
   * @param {Labels} labels
   */
  drawMarks(context, labels) {
    const { store } = this;
    for (const group of this.groups) {
      const { x, y, count, row, shares } = group;
      if (count > 1) drawGroup(context, x, y, count, shares);
      else drawSymbol(context, x, y, store.layer[row], store.mark[row] === MARK.APPROXIMATE, SYMBOL);
      labels.block(boxOf(group));
    }
  }

  /**
   * Sites that are large enough to be seen, as part of the ground.
   * @param {CanvasRenderingContext2D} context
   * @param {View} view
   */
  drawExtents(context, view) {
    const { faint } = ground();
    for (const extent of this.extents) {
      // Smaller than a mark, it would only look like one.
      if ((extent.box[2] - extent.box[0]) * view.scale < 30 || !inView(extent.box, view)) continue;
      context.save();
      const path = this.outlineOf(extent, view);
      context.globalAlpha = 0.16;
      context.fillStyle = faint;
      context.fill(path, 'evenodd');
      context.globalAlpha = 0.9;
      context.setLineDash([2, 3]);
      context.lineWidth = 1;
      context.strokeStyle = faint;
      context.stroke(path);
      context.restore();
    }
  }

  /**
   * The place's name where all of a group share it.
   * @param {number[]} rows
   */
  nameOf(rows) {
    const name = this.names.get(rows[0]);
    return name && rows.every((row) => this.names.get(row) === name) ? name : null;
  }

  /**
   * @param {CanvasRenderingContext2D} context
   * @param {View} view
   */
  drawAreas(context, view) {
    const { store } = this;
    for (const area of this.areas) {
      const rows = area.rows.filter((row) => store.shown[row]);
      if (!rows.length || !inView(area.box, view)) continue;
      const { colour } = look(commonLayer(rows, store.layer));
      const transform = context.getTransform();
      const unit = view.scale / UNIT;
      context.save();
      context.transform(unit, 0, 0, unit, -view.left, -view.top);
      if (area.filled) {
        context.fillStyle = `${colour}${area.soft ? '1f' : '29'}`;
        context.fill(area.path, 'evenodd');
      }
      context.setTransform(transform);
      context.setLineDash(area.soft ? [6, 5] : []);
      context.lineWidth = area.filled ? 1.6 : 3;
      context.strokeStyle = colour;
      context.stroke(this.outlineOf(area, view));
      context.restore();
    }
  }

  /**
   * @param {CanvasRenderingContext2D} context
   * @param {View} view
   * @param {Labels} labels
   */
  drawTags(context, view, labels) {
    this.tags = [];
    if (!this.areas.length) return;
    const marks = this.groups.map(boxOf);
    for (const area of this.areas) {
      const rows = area.rows.filter((row) => this.store.shown[row]);
      const x = area.x * view.scale - view.left;
      const y = area.y * view.scale - view.top;
      if (!rows.length || x < 0 || y < 0 || x > view.width || y > view.height) continue;
      this.drawTag(context, area, rows, x, y, labels, marks);
    }
  }

  /**
   * An area's shape in pixels, so that a pen keeps its width.
   * @param {{path: Path2D}} area
   * @param {View} view
   */
  outlineOf(area, view) {
    const unit = view.scale / UNIT;
    const path = new Path2D();
    path.addPath(area.path, new DOMMatrix([unit, 0, 0, unit, -view.left, -view.top]));
    return path;
  }

  /**
   * The name and number of an area's events, in place of a pin.
   * @param {CanvasRenderingContext2D} context
   * @param {Area} area
   * @param {number[]} rows
   * @param {number} x
   * @param {number} y
   * @param {Labels} labels
   * @param {import('./labels.js').Box[]} marks
   */
  drawTag(context, area, rows, x, y, labels, marks) {
    const { ring, text } = ground();
    const { colour } = look(commonLayer(rows, this.store.layer));
    const name = this.names.get(rows[0]);
    context.font = eventStyle().font;
    const words = name && rows.length > 1 ? `${clip(name)} · ${rows.length}` : name ? clip(name) : String(rows.length);
    const width = context.measureText(words).width;
    // A tag keeps off marks if it can; one that would hide another gives way: its area stays clickable.
    const boxes = TAG_STEPS.map((down) => ({ left: x - width / 2 - 19, top: y + down - 11, right: x + width / 2 + 9, bottom: y + down + 11 }));
    const box = boxes.find((one) => labels.isFree(one, marks)) ?? boxes.find((one) => labels.isFree(one));
    if (!box) return;
    const middle = box.top + 11;
    labels.block(box);
    this.tags.push({ area, rows, ...box });
    context.beginPath();
    context.roundRect(box.left, box.top, box.right - box.left, 22, 11);
    context.fillStyle = ring;
    context.fill();
    context.lineWidth = 1.6;
    context.strokeStyle = colour;
    context.stroke();
    context.fillStyle = text;
    context.textAlign = 'left';
    context.textBaseline = 'middle';
    context.fillText(words, x - width / 2, middle + 0.5);
    drawSymbol(context, box.left + 10, middle, commonLayer(rows, this.store.layer), false, 4.5);
  }

  /**
   * @param {CanvasRenderingContext2D} context
   * @param {View} view
   */
  drawDoubts(context, view) {
    const { store } = this;
    const done = new Set();
    for (let row = 0; row < store.rows; row++) {
      if (!this.drawn[row] || !store.radius[row]) continue;
      const key = `${store.x[row]},${store.y[row]},${store.radius[row]}`;
      if (done.has(key)) continue;
      done.add(key);
      this.drawDoubt(context, view, row);
    }
  }

  /**
   * @param {CanvasRenderingContext2D} context
   * @param {View} view
   * @param {number} row
   */
  drawDoubt(context, view, row) {
    const { store } = this;
    const radius = widthOf(store.radius[row], store.lat[row]) * view.scale;
    const { x, y } = at(store.x[row], store.y[row], view);
    // A circle within its own mark says nothing; one much larger than the view says too little.
    if (radius < SYMBOL + 5 || radius > 20_000 || x + radius < 0 || x - radius > view.width) return;
    drawDoubt(context, x, y, radius, look(store.layer[row]).colour);
  }

  /**
   * What lies under a point of the canvas, the topmost.
   * @param {number} x
   * @param {number} y
   * @returns {Hit | null}
   */
  hit(x, y) {
    const { view } = this;
    if (!view) return null;
    let best = null;
    let nearest = Infinity;
    for (const group of this.groups) {
      const reach = group.count > 1 ? groupRadius(group.count) + 3 : 14;
      const distance = Math.hypot(group.x - x, group.y - y);
      if (distance <= reach && distance < nearest) [best, nearest] = [group, distance];
    }
    if (best) {
      const rows = best.count === 1 ? [best.row] : members(best, this.points(), view);
      return { rows, x: best.x, y: best.y, group: best, area: null };
    }
    for (const tag of this.tags) {
      if (x >= tag.left && x <= tag.right && y >= tag.top && y <= tag.bottom)
        return { rows: tag.rows, x, y, group: null, area: tag.area };
    }
    const wx = (x + view.left) / view.scale;
    const wy = (y + view.top) / view.scale;
    for (const area of [...this.areas].reverse()) {
      const [west, north, east, south] = area.box;
      if (wx < west || wx > east || wy < north || wy > south) continue;
      const rows = area.rows.filter((row) => this.store.shown[row]);
      if (rows.length && probe(area, wx, wy, view)) return { rows, x, y, group: null, area };
    }
    return null;
  }
}

/** What a mark takes of the canvas. @param {import('./cluster.js').Cluster} group */
function boxOf({ x, y, count }) {
  const radius = count > 1 ? groupRadius(count) + 2 : SYMBOL + 3;
  return { left: x - radius, top: y - radius, right: x + radius, bottom: y + radius };
}

/** @type {CanvasRenderingContext2D | null} */
let paper = null;

/**
 * @param {Area} area
 * @param {number} x
 * @param {number} y
 * @param {View} view
 */
function probe(area, x, y, view) {
  paper ??= document.createElement('canvas').getContext('2d');
  if (!paper) return false;
  paper.lineWidth = (10 * UNIT) / view.scale;
  return area.filled
    ? paper.isPointInPath(area.path, x * UNIT, y * UNIT, 'evenodd')
    : paper.isPointInStroke(area.path, x * UNIT, y * UNIT);
}

/**
 * @param {number} x
 * @param {number} y
 * @param {View} view
 */
export const at = (x, y, view) => ({ x: x * view.scale - view.left, y: y * view.scale - view.top });

/**
 * @param {Area['box']} box
 * @param {View} view
 */
function inView([west, north, east, south], view) {
  return (
    east * view.scale > view.left &&
    west * view.scale < view.left + view.width &&
    south * view.scale > view.top &&
    north * view.scale < view.top + view.height
  );
}

/**
 * @param {number[]} rows
 * @param {Uint8Array} layer
 */
function commonLayer(rows, layer) {
  const counts = new Map();
  for (const row of rows) counts.set(layer[row], (counts.get(layer[row]) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1] || a[0] - b[0])[0][0];
}

/** @param {string} name */
const clip = (name) => (name.length > 40 ? `${name.slice(0, 39)}…` : name);
