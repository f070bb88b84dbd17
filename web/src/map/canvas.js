/** A canvas that stays under the map while it moves; Leaflet's renderers know how, ours only draws. */

import * as L from 'leaflet';

import { forPaper } from './palette.js';

/** @typedef {import('./mercator.js').View} View */
/** @typedef {(context: CanvasRenderingContext2D, view: View, ratio: number) => void} Draw */

/**
 * @typedef {object} CanvasLayer
 * @property {(map: L.Map) => CanvasLayer} addTo
 * @property {() => void} redraw draw anew with the next frame
 */

/** Pixels of a canvas in a CSS pixel on paper. */
const PAPER_RATIO = 2;

// The class that Leaflet's own canvas extends; its types leave out the methods meant for that.
const Base = /** @type {any} */ (L.Renderer);

/**
 * Whatever happens between two frames, it is drawn once: a zoom alone would ask for it three times.
 * @param {string} pane
 * @param {Draw} draw
 * @param {{opaque?: boolean, needed?: () => boolean}} [options] `needed`: whether there is anything to draw
 * @returns {CanvasLayer}
 */
export function canvasLayer(pane, draw, { opaque = false, needed = () => true } = {}) {
  let frame = 0;
  const Layer = Base.extend({
    _initContainer() {
      this._container = document.createElement('canvas');
      this._container.setAttribute('aria-hidden', 'true');
      this._context = this._container.getContext('2d', { alpha: !opaque });
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
      if (!this._bounds?.contains([corner, corner.add(size)])) this._update();
    },
    _updateTransform(/** @type {L.LatLng} */ centre, /** @type {number} */ zoom) {
      if (this._bounds) Base.prototype._updateTransform.call(this, centre, zoom);
    },
    // Until it is drawn anew, the old picture stands where it belongs in the new view.
    _reset() {
      this._updateTransform(this._map.getCenter(), this._map.getZoom());
      this._update();
    },
    _update() {
      if (forPaper()) this._paint();
      else this.redraw();
    },
    _paint() {
      cancelAnimationFrame(frame);
      if (!this._map || (this._map._animatingZoom && this._bounds)) return;
      this._container.hidden = !needed();
      if (this._container.hidden) return;
      Base.prototype._update.call(this);
      L.DomUtil.setPosition(this._container, this._bounds.min);
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
      if (!opaque) this._context.clearRect(0, 0, size.x, size.y);
      draw(this._context, this._view(), ratio);
    },
    redraw() {
      cancelAnimationFrame(frame);
      frame = requestAnimationFrame(() => { this._paint(); });
    },
    /** @returns {View} */
    _view() {
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
  return new Layer({ pane, padding: 0.1 });
}
