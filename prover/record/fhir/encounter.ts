import type { Bundle, Resource } from "./bundle.ts";
import { isBefore, readEnd, readPeriod } from "./dates.ts";
import type { DatedTime } from "./dates.ts";
import { assertSamePatient } from "./same-patient.ts";

const ENDED = ["finished"];
const ONGOING = ["in-progress", "onleave"];

/** The stay or visit during which the surgery was done, or undefined where the surgery names none. */
export function findEncounter(bundle: Bundle, surgery: Resource): Resource | undefined {
  const reference = surgery.element.optionalChild("encounter");
  if (reference === undefined) return undefined;
  const encounter = bundle.follow(surgery, reference, ["Encounter"]);
  assertSamePatient(bundle, surgery, encounter, "subject");
  return encounter;
}

/**
 * The day on which the stay ended; null where it goes on, or where its end is not given. Where surgery and discharge fit
 * together though their days in UTC fall the other way round, as one of them has no time of day, it is the surgery's day.
 */
export function readDischargeDay(encounter: Resource | undefined, surgery: DatedTime): number | null {
  if (encounter === undefined) return null;
  const { element } = encounter;
  const status = element.string("status");
  if (!ENDED.includes(status) && !ONGOING.includes(status)) {
    throw element.refuse("status", "finished, or in-progress or onleave");
  }
  const period = element.optionalChild("period");
  if (period === undefined) return null;
  if (period.has("start")) readPeriod(period);
  const end = readEnd(period);
  if (end === undefined) return null;
  if (ONGOING.includes(status)) throw period.refuse("end", "absent while the encounter goes on");
  if (isBefore(end, surgery)) throw period.refuse("end", "no earlier than the surgery");
  return Math.max(end.day, surgery.day);
}
