import { AmbiguousProcedureError, InvalidBundleError, UnknownProcedureError } from "../errors.ts";
import type { ProcedureCandidate } from "../errors.ts";
import type { Bundle, Resource } from "./bundle.ts";
import { readDatedTime, readPeriod } from "./dates.ts";
import type { DatedTime } from "./dates.ts";
import { comparableUrl } from "./reference.ts";

const FHIR_ID = /^[A-Za-z0-9\-.]{1,64}$/;

function describeCandidate({ element, id, fullUrl }: Resource): ProcedureCandidate {
  const coding = element.peek("code")[0]?.peek("coding")[0];
  return {
    id: id !== undefined && FHIR_ID.test(id) ? id : null,
    fullUrl: fullUrl ?? null,
    path: element.path,
    status: element.peekText("status") ?? null,
    code: coding === undefined ? null : `${coding.peekText("system") ?? ""}|${coding.peekText("code") ?? ""}`,
    performed:
      element.peekText("performedDateTime") ?? element.peek("performedPeriod")[0]?.peekText("start") ?? null,
  };
}

function isCompleted({ element }: Resource): boolean {
  return element.value("status") === "completed";
}

function selectProcedure(bundle: Bundle, choice: string | undefined): Resource {
  const procedures = bundle.ofType("Procedure");
  if (procedures.length === 0) throw new InvalidBundleError("The bundle holds no Procedure.");
  if (choice !== undefined) {
    const matches = procedures.filter(
      ({ id, fullUrl }) => id === choice || fullUrl === comparableUrl(choice),
    );
    if (matches.length !== 1)
      throw new UnknownProcedureError(matches.length, procedures.map(describeCandidate));
    return matches[0]!;
  }
  // Anaesthesia and other steps are procedures of their own that name the surgery as their whole. Whether that whole is
  // in the bundle makes no difference: a step must not become the surgery because the surgery is missing.
  const wholes = procedures.filter(({ element }) => !element.has("partOf"));
  const completed = wholes.filter(isCompleted);
  // One that was called off does not stand beside the one that was done.
  const [only, second] = completed.length === 0 ? wholes : completed;
  if (only !== undefined && second === undefined) return only;
  throw new AmbiguousProcedureError((wholes.length === 0 ? procedures : wholes).map(describeCandidate));
}

/**
 * Finds the surgery: the Procedure with the chosen id or fullUrl, or the only completed one that is not part of something else.
 *
 * @throws AmbiguousProcedureError, UnknownProcedureError; UnrepresentableFieldError unless it is completed.
 */
export function findSurgery(bundle: Bundle, choice: string | undefined): Resource {
  const surgery = selectProcedure(bundle, choice);
  bundle.use("Procedure", surgery);
  if (surgery.element.string("status") !== "completed") throw surgery.element.refuse("status", "completed");
  return surgery;
}

/** When the surgery began, exact to the day. */
export function readSurgeryStart({ element }: Resource): DatedTime {
  for (const name of ["performedString", "performedAge", "performedRange"]) {
    if (element.has(name)) throw element.refuse(name, "a performedDateTime or a performedPeriod instead");
  }
  if (!element.has("performedPeriod")) return readDatedTime(element, "performedDateTime");
  if (element.has("performedDateTime"))
    throw element.refuse("performedDateTime", "absent beside performedPeriod");
  const period = element.child("performedPeriod");
  const start = readDatedTime(period, "start");
  readPeriod(period);
  return start;
}
