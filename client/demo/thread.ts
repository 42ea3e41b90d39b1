import type { AgreedSurgery } from "../../fixtures/surgeries.ts";
import type { AcceptedRecord } from "../records/accept-record.ts";
import type { SignedReport } from "../sdk/surgeon/index.ts";
import type { Fate, Part } from "./cast.ts";

/** One booking as the story carries it along. */
export interface Thread {
  readonly part: Part;
  readonly agreed: AgreedSurgery;
  /** Once the surgeon has operated. */
  reported?: SignedReport;
  /** Once the patient has opened the record. */
  record?: AcceptedRecord;
}

export function withFate(threads: readonly Thread[], ...fates: Fate[]): Thread[] {
  return threads.filter(({ part }) => fates.includes(part.fate));
}
