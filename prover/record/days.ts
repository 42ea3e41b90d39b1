const MILLISECONDS_PER_DAY = 86_400_000;

/** 9999-12-31, the last day that FHIR can write. */
export const LAST_DAY = 2_932_896;

/** Days from 1970-01-01 to a calendar date, or undefined where the calendar has no such date. */
export function dayOf(year: number, month: number, dayOfMonth: number): number | undefined {
  // Date.UTC would read the years 0 to 99 as 1900 to 1999.
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, dayOfMonth);
  const exists = date.getUTCMonth() === month - 1 && date.getUTCDate() === dayOfMonth;
  return exists ? date.getTime() / MILLISECONDS_PER_DAY : undefined;
}

/** The calendar date of a day since 1970-01-01, as `YYYY-MM-DD`. */
export function formatDay(day: number): string {
  return new Date(day * MILLISECONDS_PER_DAY).toISOString().slice(0, 10);
}
