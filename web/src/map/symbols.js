/** Single marks and groups on a canvas. */

import { groupRadius } from './cluster.js';
import { SHAPES, ground, look } from './palette.js';

/** How wide a group's ring of shares is, in pixels. */
const RING = 4.5;
/** Half of what lies between two shares, in pixels. */
const GAP = 0.5;
/** A polygon with such turns, in radians, still looks round. */
const BEND = 0.25;
const FONT = '600 12px system-ui, sans-serif';
const SMALL_FONT = '600 11px system-ui, sans-serif';

/** @type {Path2D[]} */
let paths = [];

/**
 * @param {CanvasRenderingContext2D} context
 * @param {number} x
 * @param {number} y
 * @param {number} layer
 * @param {boolean} approximate drawn hollow
 * @param {number} radius
 */
export function drawSymbol(context, x, y, layer, approximate, radius) {
  if (!paths.length) paths = SHAPES.map((d) => new Path2D(d));
  const { colour, shape } = look(layer);
  const { ring, ink } = ground();
  context.save();
  context.translate(x, y);
  context.scale(radius, radius);
  context.lineJoin = 'round';
  const path = paths[shape];
  const line = (/** @type {string} */ style, /** @type {number} */ width) => {
    context.strokeStyle = style;
    context.lineWidth = width / radius;
    context.stroke(path);
  };
  context.globalAlpha = 0.55;
  line(ink, approximate ? 5.4 : 4);
  context.globalAlpha = 1;
  if (approximate) {
    line(colour, 3.6);
    context.fillStyle = ring;
    context.fill(path);
  } else {
    line(ring, 2.6);
    context.fillStyle = colour;
    context.fill(path);
  }
  context.restore();
}

/**
 * A group: its size, and the shares of its layers as a ring.
 * @param {CanvasRenderingContext2D} context
 * @param {number} x
 * @param {number} y
 * @param {number} count
 * @param {Uint32Array} shares
 */
export function drawGroup(context, x, y, count, shares) {
  const { ring, ink } = ground();
  const radius = groupRadius(count);
  context.beginPath();
  context.arc(x, y, radius + 1.2, 0, 2 * Math.PI);
  context.fillStyle = ring;
  context.fill();
  context.globalAlpha = 0.4;
  context.strokeStyle = ink;
  context.lineWidth = 1;
  context.stroke();
  context.globalAlpha = 1;
  drawShares(context, x, y, count, shares, radius);
  context.fillStyle = ink;
  context.font = count < 1000 ? FONT : SMALL_FONT;
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  context.fillText(short(count), x, y + 0.5);
}

/**
 * The shares as pieces of a ring, with a gap between two. Filled polygons: half the time of curved lines.
 * @param {CanvasRenderingContext2D} context
 * @param {number} x
 * @param {number} y
 * @param {number} count
 * @param {Uint32Array} shares
 * @param {number} radius
 */
function drawShares(context, x, y, count, shares, radius) {
  const inner = radius - RING;
  let from = 0;
  for (let layer = 0; layer < shares.length; layer++) {
    if (!shares[layer]) continue;
    const share = shares[layer] / count;
    const gap = share === 1 ? 0 : Math.min(GAP / (2 * Math.PI * radius), share / 4);
    const begin = 2 * Math.PI * (from + gap) - Math.PI / 2;
    const angle = 2 * Math.PI * (share - 2 * gap);
    const steps = Math.max(1, Math.ceil(angle / BEND));
    context.beginPath();
    for (let i = 0; i <= steps; i++) {
      const turn = begin + (angle * i) / steps;
      context.lineTo(x + radius * Math.cos(turn), y + radius * Math.sin(turn));
    }
    for (let i = steps; i >= 0; i--) {
      const turn = begin + (angle * i) / steps;
      context.lineTo(x + inner * Math.cos(turn), y + inner * Math.sin(turn));
    }
    context.fillStyle = look(layer).colour;
    context.fill();
    from += share;
  }
}

/** @param {number} n */
function short(n) {
  if (n < 1000) return String(n);
  if (n < 10_000) return `${Math.floor(n / 100) / 10}k`;
  return n < 1_000_000 ? `${Math.floor(n / 1000)}k` : `${Math.floor(n / 100_000) / 10}M`;
}

/**
 * The circle that holds the true position: shaded to its edge, dashed.
 * @param {CanvasRenderingContext2D} context
 * @param {number} x
 * @param {number} y
 * @param {number} radius
 * @param {string} colour
 */
export function drawDoubt(context, x, y, radius, colour) {
  context.save();
  context.beginPath();
  context.arc(x, y, radius, 0, 2 * Math.PI);
  const shade = context.createRadialGradient(x, y, radius * 0.35, x, y, radius);
  shade.addColorStop(0, `${colour}2e`);
  shade.addColorStop(1, `${colour}12`);
  context.fillStyle = shade;
  context.fill();
  context.setLineDash([5, 4]);
  context.lineWidth = 1.4;
  context.strokeStyle = colour;
  context.stroke();
  context.restore();
}
