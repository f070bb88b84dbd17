/** Colours and shapes of layers: told apart also without seeing red from green, or any colour at all. */

/**
 * Okabe and Ito's colours, the palest last; each meets 3:1 with its outline on land and sea.
 */
export const COLOURS = ['#0072b2', '#d55e00', '#009e73', '#cc79a7', '#e69f00', '#56b4e9', '#f0e442'];
export const GREY = '#8a8f94';

/** Paths in a circle of radius 1. */
export const SHAPES = [
  'M1 0A1 1 0 1 1 -1 0A1 1 0 1 1 1 0Z',
  'M-.85 -.85H.85V.85H-.85Z',
  'M0 -1.1L1.08 .82H-1.08Z',
  'M0 -1.2L1.08 0L0 1.2L-1.08 0Z',
  'M-.36 -1.05H.36V-.36H1.05V.36H.36V1.05H-.36V.36H-1.05V-.36H-.36Z',
  'M0 1.1L1.08 -.82H-1.08Z',
  'M0 -1.25L.35 -.45L1.18 -.38L.56 .18L.74 1L0 .57L-.74 1L-.56 .18L-1.18 -.38L-.35 -.45Z',
  'M-1.08 0L-.54 -.94H.54L1.08 0L.54 .94H-.54Z',
];

/** Layers with a colour and shape of their own; what comes after them is "others". */
export const MAX_LAYERS = 24;

/**
 * The look of a layer: 0 is "not stated", then the values, most frequent first.
 * @param {number} layer
 * @returns {{colour: string, shape: number}}
 */
export const look = (layer) => LOOKS[layer > MAX_LAYERS ? 0 : layer];

const LOOKS = Array.from({ length: MAX_LAYERS + 1 }, (_, layer) => {
  if (layer === 0) return { colour: GREY, shape: 0 };
  const i = layer - 1;
  // The second and third round of colours come with other shapes.
  const round = Math.floor(i / COLOURS.length);
  return { colour: COLOURS[i % COLOURS.length], shape: (i + 3 * round) % SHAPES.length };
});

const dark = globalThis.matchMedia?.('(prefers-color-scheme: dark)');

/** The ground by day; the printed figure has it too. */
export const LIGHT = {
  sea: '#d6e3ea', land: '#f8f6f1', coast: '#9fb4c0', border: '#8d8577', admin1: '#d3ccbf', river: '#a9c6d6',
  text: '#20262b', place: '#454c52', local: '#686e73', faint: '#757066', halo: 'rgba(255,255,255,.9)', ring: '#ffffff', ink: '#20262b',
};
/** @type {typeof LIGHT} */
const DARK = {
  sea: '#10181f', land: '#232a31', coast: '#4a5a66', border: '#7d8790', admin1: '#3a434c', river: '#2c4656',
  text: '#eef1f3', place: '#c6cdd3', local: '#98a1a9', faint: '#9aa3ab', halo: 'rgba(20,26,32,.9)', ring: '#161c22', ink: '#eef1f3',
};

let paper = false;
let colours = dark?.matches ? DARK : LIGHT;

/** Whether the page is laid out for paper at the moment. */
export const forPaper = () => paper;

/** Lay the page out for paper, or for the screen again. @param {boolean} wanted */
export function layOutForPaper(wanted) {
  paper = wanted;
  document.documentElement.classList.toggle('printing', wanted);
  choose();
}

/** Whether the reader's scheme is dark; paper is always light. */
export const isDark = () => colours === DARK;

/** Colours of the map's ground in the reader's scheme: asked for by every mark, so kept. */
export const ground = () => colours;

function choose() {
  colours = dark?.matches && !paper ? DARK : LIGHT;
}

/** @param {() => void} redraw */
export function onSchemeChange(redraw) {
  dark?.addEventListener('change', () => {
    choose();
    redraw();
  });
}
