import { AmbiguousProcedureError, InvalidBundleError, UnknownProcedureError } from "../errors.ts";
import type { ProcedureCandidate } from "../errors.ts";
import type { Bundle, Resource } from "./bundle.ts";
import { readDay, readPeriod } from "./dates.ts";
import { assertR4Structure } from "./r4-structure.ts";

const FHIR_ID = /^[A-Za-z0-9\-.]{1,64}$/;

function describeCandidate({ element, id, fullUrl }: Resource): ProcedureCandidate {
  const coding = element.optionalChild("code")?.children("coding")[0];
  return {
    id: id !== undefined && FHIR_ID.test(id) ? id : null,
    fullUrl: fullUrl ?? null,
    path: element.path,
    code:
      coding === undefined
        ? null
        : `${coding.optionalString("system") ?? ""}|${coding.optionalString("code") ?? ""}`,
  };
}

function selectProcedure(bundle: Bundle, choice: string | undefined): Resource {
  const procedures = bundle.ofType("Procedure");
  if (procedures.length === 0) throw new InvalidBundleError("The bundle holds no Procedure.");
  if (choice !== undefined) {
    const matches = procedures.filter(({ id, fullUrl }) => id === choice || fullUrl === choice);
    if (matches.length !== 1)
      throw new UnknownProcedureError(matches.length, procedures.map(describeCandidate));
    return matches[0]!;
  }
  // Anaesthesia and other steps are procedures of their own that name the surgery as their whole. Whether that whole is
  // in the bundle makes no difference: a step must not become the surgery because the surgery is missing.
  const wholes = procedures.filter(({ element }) => !element.has("partOf"));
  if (wholes.length === 1) return wholes[0]!;
  throw new AmbiguousProcedureError((wholes.length === 0 ? procedures : wholes).map(describeCandidate));
}

/**
 * Finds the surgery: the Procedure with the chosen id or fullUrl, or the only one that is not part of something else.
 *
 * @throws AmbiguousProcedureError, UnknownProcedureError; UnrepresentableFieldError unless it is completed.
 */
export function findSurgery(bundle: Bundle, choice: string | undefined): Resource {
  const surgery = selectProcedure(bundle, choice);
  assertR4Structure("Procedure", surgery.element);
  if (surgery.element.string("status") !== "completed") throw surgery.element.refuse("status", "completed");
  return surgery;
}

/** The day on which the surgery began. */
export function readSurgeryDay({ element }: Resource): number {
  for (const name of ["performedString", "performedAge", "performedRange"]) {
    if (element.has(name)) throw element.refuse(name, "a performedDateTime or a performedPeriod instead");
  }
  if (!element.has("performedPeriod")) return readDay(element, "performedDateTime");
  if (element.has("performedDateTime"))
    throw element.refuse("performedDateTime", "absent beside performedPeriod");
  return readPeriod(element.child("performedPeriod")).start;
}
