/** Draws land, water and boundaries. */

import { ground } from '../map/palette.js';
import { UNIT } from './decode.js';
import { addSeen } from './detail.js';

/** @typedef {import('./decode.js').Tile} Tile */
/** @typedef {import('./decode.js').Shape} Shape */

/**
 * @param {CanvasRenderingContext2D} context
 * @param {import('../map/mercator.js').View} view
 * @param {import('./decode.js').Level[]} levels
 * @param {number} ratio device pixels in a pixel
 */
export function drawBasemap(context, view, levels, ratio) {
  const colours = ground();
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.fillStyle = colours.sea;
  context.fillRect(0, 0, view.width, view.height);
  const drawn = levels.map((level) => level.tiles.filter((tile) => tile.inView(view)));
  const frames = levels.map(({ coarse }, i) => (coarse ? null : frameOf(drawn[i], view)));
  for (const [i, tiles] of drawn.entries()) {
    // What finer outlines hide is not drawn at all.
    if (!tiles.length || frames.slice(i + 1).some((frame) => frame && covers(frame, view))) continue;
    const frame = frames[i];
    context.save();
    if (frame) {
      context.beginPath();
      context.rect(frame.left, frame.top, frame.right - frame.left, frame.bottom - frame.top);
      context.clip();
      context.fillRect(0, 0, view.width, view.height);
    }
    const unit = view.scale / UNIT;
    context.setTransform(ratio * unit, 0, 0, ratio * unit, -view.left * ratio, -view.top * ratio);
    context.lineJoin = context.lineCap = 'round';
    const fill = (/** @type {Shape} */ shape, /** @type {string} */ colour) => {
      // One path for all tiles: their common edges then leave no hairline.
      const joined = new Path2D();
      for (const tile of tiles) joined.addPath(tile.path(shape, view.zoom));
      context.fillStyle = colour;
      context.fill(joined);
    };
    const stroke = (/** @type {Shape} */ shape, /** @type {string} */ colour, /** @type {number} */ width) => {
      context.strokeStyle = colour;
      context.lineWidth = width / unit;
      for (const tile of tiles) context.stroke(tile.path(shape, view.zoom));
    };
    const dash = (/** @type {Shape} */ shape, /** @type {string} */ colour, /** @type {number} */ width, /** @type {number[]} */ steps) => {
      const seen = new Path2D();
      const [left, top] = [view.left / unit, view.top / unit];
      for (const tile of tiles) addSeen(seen, tile.lines(shape, view.zoom), [left, top, left + view.width / unit, top + view.height / unit]);
      context.strokeStyle = colour;
      context.lineWidth = width / unit;
      context.setLineDash(steps.map((step) => step / unit));
      context.stroke(seen);
      context.setLineDash([]);
    };
    fill('land', colours.land);
    if (view.zoom >= 4.5) dash('admin1', colours.admin1, view.zoom >= 7 ? 1.2 : 0.9, [4, 3]);
    fill('lake', colours.sea);
    stroke('river', colours.river, view.zoom < 5 ? 0.8 : view.zoom < 8 ? 1.4 : 2.2);
    stroke('coast', colours.coast, 0.9);
    stroke('border', colours.border, view.zoom < 5 ? 0.9 : 1.3);
    context.restore();
    context.fillStyle = colours.sea;
  }
}

/**
 * The whole pixels that a level's tiles fill: a slanted or broken edge would be slow to clip by, and half a pixel more
 * would be seen as a line.
 * @param {Tile[]} tiles
 * @param {import('../map/mercator.js').View} view
 */
function frameOf(tiles, view) {
  return {
    left: Math.ceil(Math.min(...tiles.map(({ west }) => west)) * view.scale - view.left),
    top: Math.ceil(Math.min(...tiles.map(({ north }) => north)) * view.scale - view.top),
    right: Math.floor(Math.max(...tiles.map(({ east }) => east)) * view.scale - view.left),
    bottom: Math.floor(Math.max(...tiles.map(({ south }) => south)) * view.scale - view.top),
  };
}

/**
 * @param {ReturnType<typeof frameOf>} frame
 * @param {import('../map/mercator.js').View} view
 */
const covers = ({ left, top, right, bottom }, view) => left <= 0 && top <= 0 && right >= view.width && bottom >= view.height;
