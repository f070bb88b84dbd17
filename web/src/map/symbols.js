/** Single marks and groups on a canvas. */

import { groupRadius } from './cluster.js';
import { SHAPES, ground, look } from './palette.js';

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
  context.globalAlpha = 0.4;
  context.fillStyle = ink;
  circle(context, x, y, radius + 2);
  context.globalAlpha = 1;
  context.fillStyle = ring;
  circle(context, x, y, radius + 1.2);
  let from = -Math.PI / 2;
  const parts = shares.reduce((n, share) => n + (share ? 1 : 0), 0);
  for (let layer = 0; layer < shares.length; layer++) {
    if (!shares[layer]) continue;
    const to = from + (2 * Math.PI * shares[layer]) / count;
    context.fillStyle = look(layer).colour;
    context.beginPath();
    context.moveTo(x, y);
    context.arc(x, y, radius, from, to);
    context.fill();
    if (parts > 1) {
      context.strokeStyle = ring;
      context.lineWidth = 1;
      context.stroke();
    }
    from = to;
  }
  context.fillStyle = ring;
  circle(context, x, y, radius - 4.5);
  context.fillStyle = ink;
  context.font = `600 ${count < 1000 ? 12 : 11}px system-ui, sans-serif`;
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  context.fillText(short(count), x, y + 0.5);
}

/** @param {number} n */
function short(n) {
  if (n < 1000) return String(n);
  if (n < 10_000) return `${Math.floor(n / 100) / 10}k`;
  return n < 1_000_000 ? `${Math.floor(n / 1000)}k` : `${Math.floor(n / 100_000) / 10}M`;
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {number} x
 * @param {number} y
 * @param {number} radius
 */
function circle(context, x, y, radius) {
  context.beginPath();
  context.arc(x, y, radius, 0, 2 * Math.PI);
  context.fill();
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
