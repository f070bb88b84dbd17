/** Where to write dates along a stretch of time: at whole days, months or years, never closer than there is room. */

import { monthStart, stepFrom } from './steps.js';

/** @typedef {'day' | 'month' | 'year'} Unit */

const DAY = 86_400_000;
/** Steps that people count in, with their length in days. @type {[Unit, number, number][]} */
const STEPS = [
  ['day', 1, 1], ['day', 2, 2], ['day', 7, 7],
  ['month', 1, 30.4], ['month', 3, 91.3], ['month', 6, 182.6],
  ['year', 1, 365.25], ['year', 2, 730.5], ['year', 5, 1826.25], ['year', 10, 3652.5], ['year', 25, 9131.25],
  ['year', 100, 36_525], ['year', 500, 182_625],
];

/**
 * @param {number} first days since 1970
 * @param {number} last
 * @param {number} most labels that there is room for
 * @returns {{unit: Unit, days: number[]}} the first days of the steps
 */
export function ticks(first, last, most) {
  const long = last - first + 1;
  const [unit, by] = STEPS.find(([, , days]) => long / days <= most) ?? STEPS[STEPS.length - 1];
  const days = [];
  for (let day = firstTick(first, unit, by); day <= last; day = next(day, unit, by)) if (day >= first) days.push(day);
  return { unit, days };
}

/**
 * @param {number} day
 * @param {Unit} unit
 * @param {number} by
 */
function firstTick(day, unit, by) {
  if (unit === 'day') return day;
  const date = new Date(day * DAY);
  const year = date.getUTCFullYear();
  return unit === 'year' ? monthStart(Math.floor(year / by) * by, 0) : monthStart(year, Math.floor(date.getUTCMonth() / by) * by);
}

/**
 * @param {number} day
 * @param {Unit} unit
 * @param {number} by
 */
const next = (day, unit, by) => (unit === 'day' ? day + by : stepFrom('month', day, unit === 'month' ? by : 12 * by));
