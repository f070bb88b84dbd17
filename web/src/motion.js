/** Whether the reader asked their system for less motion. */

const less = globalThis.matchMedia?.('(prefers-reduced-motion: reduce)');

export const isStill = () => Boolean(less?.matches);
