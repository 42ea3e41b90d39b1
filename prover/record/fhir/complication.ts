import { COMPLICATION_GRADES } from "../schema.ts";
import type { ComplicationGrade } from "../schema.ts";
import type { Resource } from "./bundle.ts";
import { codesOf } from "./codings.ts";
import type { FhirElement } from "./element.ts";

/** SNOMED CT has no codes for the grades; the OMOP vocabulary that OHDSI publishes has. */
const OMOP = "http://fhir.ohdsi.org/CodeSystem/concepts";

const OMOP_GRADES = new Map<string, ComplicationGrade>([
  ["4132135", "none"],
  ["715974", "I"],
  ["715975", "II"],
  ["715977", "IIIa"],
  ["715978", "IIIb"],
  ["715980", "IVa"],
  ["715981", "IVb"],
  ["715982", "V"],
]);

function readGrade(complication: FhirElement): number {
  const [grade, second] = codesOf(complication, OMOP).flatMap((concept) => OMOP_GRADES.get(concept) ?? []);
  if (grade === undefined || second !== undefined) {
    throw complication.refuse("coding", "a list with one Clavien–Dindo grade of the OMOP vocabulary");
  }
  return COMPLICATION_GRADES.indexOf(grade);
}

/**
 * The worst Clavien–Dindo grade among `Procedure.complication`; null where no complication is mentioned, for that does
 * not say that there was none.
 *
 * @throws UnrepresentableFieldError where a complication has no grade.
 */
export function readComplicationGrade({ element }: Resource): ComplicationGrade | null {
  if (element.has("complicationDetail")) {
    throw element.refuse("complicationDetail", "absent; give the grade as a complication");
  }
  const grades = element.children("complication").map(readGrade);
  return grades.length === 0 ? null : COMPLICATION_GRADES[Math.max(...grades)]!;
}
