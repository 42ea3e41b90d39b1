import type { Code } from "../codes.ts";
import { FIELD_CODE_SYSTEMS } from "../fields.ts";
import type { Bundle, Resource } from "./bundle.ts";
import { readConcept } from "./codings.ts";
import type { FhirElement } from "./element.ts";
import { assertSamePatient } from "./same-patient.ts";

const NOT_THE_CASE = ["refuted", "entered-in-error"];

function conditionCode(bundle: Bundle, surgery: Resource, reference: FhirElement): FhirElement {
  const condition = bundle.follow(surgery, reference, ["Condition"]);
  assertSamePatient(bundle, surgery, condition, "subject");
  // By whatever name older files call the system of these codes.
  const verification = condition.element.optionalChild("verificationStatus")?.children("coding") ?? [];
  if (verification.some((coding) => NOT_THE_CASE.includes(coding.optionalString("code") ?? ""))) {
    throw condition.element.refuse("verificationStatus", "that of a condition that is, or may be, the case");
  }
  return condition.element.child("code");
}

/**
 * Why the surgery was done, by the Procedure's own `reasonReference` and `reasonCode`; null where it gives no reason.
 *
 * @throws UnrepresentableFieldError where a reason is not coded, or two reasons differ: FHIR does not rank them.
 */
export function readDiagnosis(bundle: Bundle, surgery: Resource): Code | null {
  const reasons = [
    ...surgery.element.children("reasonReference").map((reference) => ({
      path: reference,
      concept: conditionCode(bundle, surgery, reference),
    })),
    ...surgery.element.children("reasonCode").map((concept) => ({ path: concept, concept })),
  ];
  let diagnosis: Code | null = null;
  for (const { path, concept } of reasons) {
    const code = readConcept(concept, FIELD_CODE_SYSTEMS.diagnosis);
    if (diagnosis !== null && (diagnosis.system !== code.system || diagnosis.code !== code.code)) {
      throw path.refuse(path === concept ? "coding" : "reference", "the same diagnosis as the first reason");
    }
    diagnosis = code;
  }
  return diagnosis;
}
