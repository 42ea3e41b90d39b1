import { LAST_DAY, dayOf } from "../days.ts";
import type { FhirElement } from "./element.ts";

/** Many files leave out the offset of a time, though FHIR demands it: such a time says no more than its date. */
const DATE =
  /^([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2})(?:T(?:[01][0-9]|2[0-3]):[0-5][0-9]:(?:[0-5][0-9]|60)(?:\.[0-9]+)?)?)?)?$/;
const DATE_TIME =
  /^([0-9]{4})-([0-9]{2})-([0-9]{2})T([01][0-9]|2[0-3]):([0-5][0-9]):(?:[0-5][0-9]|60)(?:\.[0-9]+)?(?:Z|([+-])(0[0-9]|1[0-4]):([0-5][0-9]))$/;

const MINUTES_PER_DAY = 24 * 60;

/** Clocks are at most so many minutes ahead of UTC, and behind it. */
const AHEAD = 14 * 60;
const BEHIND = 12 * 60;

const EXPECTED = "a whole date from 1970-01-01 on, or a date and time";
const EXPECTED_TIME = "a date, which may lack its day or month, or a date and time";

/** A moment of the calendar, given to the minute. */
interface Instant {
  readonly kind: "instant";
  /** Minutes from 1970-01-01T00:00Z. */
  readonly minute: number;
  /** Day in UTC. */
  readonly day: number;
}

/** Days of the calendar without time: some moment of them, on some clock of the world. */
interface Days {
  readonly kind: "days";
  readonly first: number;
  readonly last: number;
  /** The day itself; undefined where only month or year are given. */
  readonly day: number | undefined;
}

/** A FHIR `date`, `dateTime` or `instant`: all that one may conclude from it about when. Days count from 1970-01-01. */
export type FhirTime = Instant | Days;

/** A {@link FhirTime} that is exact enough for a record. */
export type DatedTime = FhirTime & { readonly day: number };

function parseInstant(text: string): Instant | undefined {
  const match = DATE_TIME.exec(text);
  if (match === null) return undefined;
  const [, year, month, dayOfMonth, hour, minute, sign = "+", offsetHour = "0", offsetMinute = "0"] = match;
  const date = dayOf(Number(year), Number(month), Number(dayOfMonth));
  if (date === undefined) return undefined;
  const offset = (Number(offsetHour) * 60 + Number(offsetMinute)) * (sign === "-" ? -1 : 1);
  const minutes = date * MINUTES_PER_DAY + Number(hour) * 60 + Number(minute) - offset;
  return { kind: "instant", minute: minutes, day: Math.floor(minutes / MINUTES_PER_DAY) };
}

function parseDays(text: string): Days | undefined {
  const [, year, month, dayOfMonth] = DATE.exec(text) ?? [];
  if (year === undefined) return undefined;
  const first = dayOf(Number(year), Number(month ?? 1), Number(dayOfMonth ?? 1));
  if (first === undefined) return undefined;
  if (dayOfMonth !== undefined) return { kind: "days", first, last: first, day: first };
  const next =
    month === undefined || month === "12"
      ? dayOf(Number(year) + 1, 1, 1)
      : dayOf(Number(year), Number(month) + 1, 1);
  return next === undefined ? undefined : { kind: "days", first, last: next - 1, day: undefined };
}

function readOptionalTime(element: FhirElement, name: string): FhirTime | undefined {
  const text = element.optionalString(name);
  if (text === undefined) return undefined;
  const time = parseInstant(text) ?? parseDays(text);
  if (time === undefined) throw element.refuse(name, EXPECTED_TIME);
  return time;
}

/**
 * Whether one time lies before another by every reading. Times of the same kind are compared by their days: two dates come
 * from one calendar. A date beside an instant may be that of any place on earth.
 */
export function isBefore(one: FhirTime, other: FhirTime): boolean {
  if (one.kind === "instant") {
    return other.kind === "instant"
      ? one.day < other.day
      : one.minute < other.first * MINUTES_PER_DAY - AHEAD;
  }
  if (other.kind === "days") return one.last < other.first;
  return (one.last + 1) * MINUTES_PER_DAY + BEHIND <= other.minute;
}

function dated(element: FhirElement, name: string, time: FhirTime): DatedTime {
  const { day } = time;
  if (day === undefined || day < 0 || day > LAST_DAY) throw element.refuse(name, EXPECTED);
  return { ...time, day };
}

/**
 * Reads a time that a record cannot do without.
 *
 * @throws UnrepresentableFieldError for none, a partial date, one that the calendar lacks, or one outside 1970 to 9999.
 */
export function readDatedTime(element: FhirElement, name: string): DatedTime {
  const time = readOptionalTime(element, name);
  if (time === undefined) throw element.refuse(name, EXPECTED);
  return dated(element, name, time);
}

/** The end of a FHIR Period, exact to the day; undefined where it has none. Throws like {@link readDatedTime}. */
export function readEnd(period: FhirElement): DatedTime | undefined {
  const end = readOptionalTime(period, "end");
  return end && dated(period, "end", end);
}

/**
 * Checks a FHIR Period, either end of which may be a partial date, and gives its start.
 *
 * @throws UnrepresentableFieldError where it has no start, or ends before it by every reading.
 */
export function readPeriod(period: FhirElement): FhirTime {
  const start = readOptionalTime(period, "start");
  if (start === undefined) throw period.refuse("start", EXPECTED_TIME);
  const end = readOptionalTime(period, "end");
  if (end !== undefined && isBefore(end, start)) throw period.refuse("end", "no earlier than the start");
  return start;
}
