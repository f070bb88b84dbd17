/** A canvas that stays under the map while it moves; Leaflet's renderers know how, ours only draws. */

import * as L from 'leaflet';

import { forPaper } from './palette.js';

/** @typedef {import('./mercator.js').View} View */
/** @typedef {(context: CanvasRenderingContext2D, view: View, ratio: number) => void} Draw */

/**
 * @typedef {object} CanvasLayer
 * @property {(map: L.Map) => CanvasLayer} addTo
 * @property {() => void} redraw draw anew with the next frame
 * @property {() => View} view
 */

/** Pixels of a canvas in a CSS pixel on paper. */
const PAPER_RATIO = 2;

// The class that Leaflet's own canvas extends; its types leave out the methods meant for that.
const Base = /** @type {any} */ (L.Renderer);

/**
 * @param {string} pane
 * @param {Draw} draw
 * @returns {CanvasLayer}
 */
export function canvasLayer(pane, draw) {
  let frame = 0;
  const Layer = Base.extend({
    _initContainer() {
      this._container = document.createElement('canvas');
      this._container.setAttribute('aria-hidden', 'true');
      this._context = this._container.getContext('2d');
    },
    _destroyContainer() {
      cancelAnimationFrame(frame);
      this._container.remove();
    },
    _updatePaths() {},
    getEvents() {
      return { ...Base.prototype.getEvents.call(this), move: this._follow };
    },
    // A long drag leaves the margin that was drawn around the view.
    _follow() {
      const size = this._map.getSize();
      const corner = this._map.containerPointToLayerPoint([0, 0]);
      if (!this._bounds?.contains([corner, corner.add(size)]) && !this._map._animatingZoom) this._update();
    },
    _update() {
      if (this._map._animatingZoom && this._bounds) return;
      Base.prototype._update.call(this);
      L.DomUtil.setPosition(this._container, this._bounds.min);
      this._paint();
    },
    _paint() {
      cancelAnimationFrame(frame);
      const size = this._bounds.getSize();
      const ratio = forPaper() ? PAPER_RATIO : globalThis.devicePixelRatio || 1;
      const [width, height] = [Math.round(size.x * ratio), Math.round(size.y * ratio)];
      if (this._container.width !== width || this._container.height !== height) {
        this._container.width = width;
        this._container.height = height;
        this._container.style.width = `${size.x}px`;
        this._container.style.height = `${size.y}px`;
      }
      this._context.setTransform(ratio, 0, 0, ratio, 0, 0);
      this._context.clearRect(0, 0, size.x, size.y);
      draw(this._context, this.view(), ratio);
    },
    redraw() {
      cancelAnimationFrame(frame);
      frame = requestAnimationFrame(() => {
        if (this._map && this._bounds && !this._map._animatingZoom) this._paint();
      });
    },
    /** @returns {View} */
    view() {
      const origin = this._map.getPixelOrigin();
      const size = this._bounds.getSize();
      const seen = this._map.getSize();
      const zoom = this._map.getZoom();
      return {
        scale: 256 * 2 ** zoom,
        left: origin.x + this._bounds.min.x,
        top: origin.y + this._bounds.min.y,
        width: size.x,
        height: size.y,
        zoom,
        margin: { x: Math.max(0, (size.x - seen.x) / 2), y: Math.max(0, (size.y - seen.y) / 2) },
      };
    },
  });
  return new Layer({ pane, padding: 0.15 });
}
