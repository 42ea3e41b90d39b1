import { LAST_DAY, dayOf } from "../days.ts";
import type { FhirElement } from "./element.ts";

const DATE = /^([0-9]{4})-([0-9]{2})-([0-9]{2})$/;
const DATE_TIME =
  /^([0-9]{4})-([0-9]{2})-([0-9]{2})T([01][0-9]|2[0-3]):([0-5][0-9]):(?:[0-5][0-9]|60)(?:\.[0-9]+)?(?:Z|([+-])(0[0-9]|1[0-4]):([0-5][0-9]))$/;

const MINUTES_PER_DAY = 24 * 60;
const EXPECTED = "a whole date from 1970-01-01 on, or a date and time with its offset from UTC";

/** The UTC day of a FHIR dateTime: of a date the day itself, of an instant the day in UTC. */
function parseDay(text: string): number | undefined {
  const date = DATE.exec(text) ?? DATE_TIME.exec(text);
  if (date === null) return undefined;
  const [
    ,
    year,
    month,
    dayOfMonth,
    hour = "0",
    minute = "0",
    sign = "+",
    offsetHour = "0",
    offsetMinute = "0",
  ] = date;
  const day = dayOf(Number(year), Number(month), Number(dayOfMonth));
  if (day === undefined) return undefined;
  const offset = (Number(offsetHour) * 60 + Number(offsetMinute)) * (sign === "-" ? -1 : 1);
  return day + Math.floor((Number(hour) * 60 + Number(minute) - offset) / MINUTES_PER_DAY);
}

/**
 * Reads a `date`, `dateTime` or `instant` as a UTC day since 1970-01-01; undefined where there is none.
 *
 * @throws UnrepresentableFieldError for a partial date, one that the calendar lacks, or one outside 1970 to 9999.
 */
export function readOptionalDay(element: FhirElement, name: string): number | undefined {
  const text = element.optionalString(name);
  if (text === undefined) return undefined;
  const day = parseDay(text);
  if (day === undefined || day < 0 || day > LAST_DAY) throw element.refuse(name, EXPECTED);
  return day;
}

/** Like {@link readOptionalDay}, for an element that a record cannot do without. */
export function readDay(element: FhirElement, name: string): number {
  const day = readOptionalDay(element, name);
  if (day === undefined) throw element.refuse(name, EXPECTED);
  return day;
}

/** The days of a FHIR Period; the start is required, and the end is not before it. */
export function readPeriod(period: FhirElement): {
  readonly start: number;
  readonly end: number | undefined;
} {
  const start = readDay(period, "start");
  const end = readOptionalDay(period, "end");
  if (end !== undefined && end < start) throw period.refuse("end", "no earlier than the start");
  return { start, end };
}
