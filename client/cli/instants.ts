import { UsageError } from "../../circuits/command-line.ts";

/** Seconds since 1970-01-01. */
export function now(): number {
  return Math.floor(Date.now() / 1_000);
}

/** Seconds since 1970-01-01 of a date and time with its offset. Throws UsageError. */
export function parseInstant(text: string, name: string): number {
  const milliseconds = /^[0-9]{4}-[0-9]{2}-[0-9]{2}T.*(?:Z|[+-][0-9]{2}:[0-9]{2})$/.test(text)
    ? Date.parse(text)
    : Number.NaN;
  if (Number.isNaN(milliseconds)) {
    throw new UsageError(`${name} is not a date and time such as 2026-01-31T12:00:00Z.`);
  }
  return Math.floor(milliseconds / 1_000);
}
