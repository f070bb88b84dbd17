/** Days, weeks and months as people count them, in days since 1970 (UTC). */

/** @typedef {'day' | 'week' | 'month'} Step */

const DAY = 86_400_000;

/** @param {number} day */
const dateOf = (day) => new Date(day * DAY);
/** `Date.UTC` takes the years before 100 for others. @param {number} year @param {number} month */
export const monthStart = (year, month) => Math.round(new Date(0).setUTCFullYear(year, month, 1) / DAY);

/**
 * The first day of the step that holds a day; weeks begin on Monday.
 * @param {Step} step
 * @param {number} day
 */
export function startOf(step, day) {
  if (step === 'day') return day;
  // 1 January 1970 was a Thursday.
  if (step === 'week') return day - ((((day + 3) % 7) + 7) % 7);
  const date = dateOf(day);
  return monthStart(date.getUTCFullYear(), date.getUTCMonth());
}

/**
 * The first day of another step.
 * @param {Step} step
 * @param {number} day first day of a step
 * @param {number} by steps, forwards or backwards
 */
export function stepFrom(step, day, by) {
  if (step === 'day') return day + by;
  if (step === 'week') return day + 7 * by;
  const date = dateOf(day);
  return monthStart(date.getUTCFullYear(), date.getUTCMonth() + by);
}

/**
 * The last day of a step.
 * @param {Step} step
 * @param {number} day its first day
 */
export const stepEnd = (step, day) => stepFrom(step, day, 1) - 1;
