// What the bundler and untyped packages bring.
declare module '*.png' {
  const url: string;
  export default url;
}
declare module 'jquery' {
  const jquery: unknown;
  export default jquery;
}
declare module 'polylabel' {
  export default function polylabel(rings: [number, number][][], precision?: number): [number, number];
}
declare module 'topojson-client' {
  export function feature(topology: any, object: any): any;
  export function mesh(topology: any, object?: any, filter?: (a: any, b: any) => boolean): any;
}
