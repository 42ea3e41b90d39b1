import type { Bundle, Resource } from "./bundle.ts";
import { readOptionalDay, readPeriod } from "./dates.ts";

const ENDED = ["finished"];
const ONGOING = ["in-progress", "onleave"];

/** The stay or visit during which the surgery was done, or undefined where the surgery names none. */
export function findEncounter(bundle: Bundle, surgery: Resource): Resource | undefined {
  const reference = surgery.element.optionalChild("encounter");
  if (reference === undefined) return undefined;
  const encounter = bundle.follow(surgery, reference, ["Encounter"]);
  bundle.assertSamePatient(surgery, encounter, "subject");
  return encounter;
}

/** The day on which the stay ended; null where it goes on, or where its end is not given. */
export function readDischargeDay(encounter: Resource | undefined, surgeryDay: number): number | null {
  if (encounter === undefined) return null;
  const { element } = encounter;
  const status = element.string("status");
  if (!ENDED.includes(status) && !ONGOING.includes(status)) {
    throw element.refuse("status", "finished, or in-progress or onleave");
  }
  const period = element.optionalChild("period");
  if (period === undefined) return null;
  const day = period.has("start") ? readPeriod(period).end : readOptionalDay(period, "end");
  if (day === undefined) return null;
  if (ONGOING.includes(status)) throw period.refuse("end", "absent while the encounter goes on");
  if (day < surgeryDay) throw period.refuse("end", "no earlier than the surgery");
  return day;
}
