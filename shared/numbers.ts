/** The last ms since the epoch that a `Date` holds (ECMA-262, "Time Values and Time Range"). */
export const TIME_MAX = 8.64e15;

/** True for a count of bytes or the like: a whole number that is exact and not negative. */
export function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && Number(value) >= 0;
}

/** True for whole ms since the epoch that a `Date` can hold, so that what a file says can be shown. */
export function isTime(value: unknown): value is number {
  return isCount(value) && value <= TIME_MAX;
}
