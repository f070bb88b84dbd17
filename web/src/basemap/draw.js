/** Draws land, water and boundaries. */

import { ground } from '../map/palette.js';
import { UNIT } from './decode.js';

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
  for (const level of levels) {
    const tiles = level.tiles.filter((tile) => inView(tile, view));
    if (!tiles.length) continue;
    context.save();
    if (!level.coarse) {
      // Here the finer outlines replace the coarse ones.
      const area = new Path2D();
      for (const tile of tiles)
        area.rect(
          tile.west * view.scale - view.left - 0.5,
          tile.north * view.scale - view.top - 0.5,
          (tile.east - tile.west) * view.scale + 1,
          (tile.south - tile.north) * view.scale + 1,
        );
      context.clip(area);
      context.fillRect(0, 0, view.width, view.height);
    }
    const unit = view.scale / UNIT;
    context.setTransform(ratio * unit, 0, 0, ratio * unit, -view.left * ratio, -view.top * ratio);
    context.lineJoin = context.lineCap = 'round';
    const fill = (/** @type {Shape} */ shape, /** @type {string} */ colour) => {
      // One path for all tiles: their common edges then leave no hairline.
      const joined = new Path2D();
      for (const tile of tiles) joined.addPath(tile.paths[shape]);
      context.fillStyle = colour;
      context.fill(joined);
    };
    const stroke = (/** @type {Shape} */ shape, /** @type {string} */ colour, /** @type {number} */ width, /** @type {number[]} */ dash = []) => {
      context.strokeStyle = colour;
      context.lineWidth = width / unit;
      context.setLineDash(dash.map((step) => step / unit));
      for (const tile of tiles) context.stroke(tile.paths[shape]);
      context.setLineDash([]);
    };
    fill('land', colours.land);
    if (view.zoom >= 4.5) stroke('admin1', colours.admin1, view.zoom >= 7 ? 1.2 : 0.9, [4, 3]);
    fill('lake', colours.sea);
    stroke('river', colours.river, view.zoom < 5 ? 0.8 : view.zoom < 8 ? 1.4 : 2.2);
    stroke('coast', colours.coast, 0.9);
    stroke('border', colours.border, view.zoom < 5 ? 0.9 : 1.3);
    context.restore();
    context.fillStyle = colours.sea;
  }
}

/**
 * @param {Tile} tile
 * @param {import('../map/mercator.js').View} view
 */
function inView(tile, view) {
  return (
    tile.east * view.scale > view.left &&
    tile.west * view.scale < view.left + view.width &&
    tile.south * view.scale > view.top &&
    tile.north * view.scale < view.top + view.height
  );
}
