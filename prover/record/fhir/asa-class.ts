import type { AsaClass } from "../schema.ts";
import type { Bundle, Resource } from "./bundle.ts";
import { codesOf } from "./codings.ts";
import { assertSamePatient } from "./same-patient.ts";

const SNOMED_CT = "http://snomed.info/sct";

/** SNOMED CT observable "American Society of Anesthesiologists physical status class". */
const ASA_OBSERVABLE = "302132005";

/** SNOMED CT findings of the six classes. */
const ASA_FINDINGS = new Map<string, AsaClass>([
  ["413495001", 1],
  ["413496000", 2],
  ["413497009", 3],
  ["413498004", 4],
  ["413499007", 5],
  ["413500003", 6],
]);

const WITHDRAWN = ["cancelled", "entered-in-error"];
const KNOWN = ["final", "amended", "corrected"];

function isOfSurgery(
  bundle: Bundle,
  observation: Resource,
  surgery: Resource,
  encounter: Resource | undefined,
): boolean {
  const { element } = observation;
  const leadTo = (name: string, target: Resource) =>
    element.peek(name).some((reference) => bundle.leadsTo(observation, reference, target));
  return leadTo("partOf", surgery) || (encounter !== undefined && leadTo("encounter", encounter));
}

function isAsaClass({ element }: Resource): boolean {
  return element.peek("code").some((concept) => codesOf(concept, SNOMED_CT).includes(ASA_OBSERVABLE));
}

function readClass(bundle: Bundle, observation: Resource): AsaClass | undefined {
  const { element } = observation;
  const status = element.string("status");
  if (WITHDRAWN.includes(status)) return undefined;
  bundle.use("Observation", observation);
  if (!KNOWN.includes(status)) throw element.refuse("status", KNOWN.join(" or "));
  const value = element.child("valueCodeableConcept");
  const classes = new Set(codesOf(value, SNOMED_CT).flatMap((finding) => ASA_FINDINGS.get(finding) ?? []));
  const [asaClass] = classes;
  if (asaClass === undefined || classes.size > 1)
    throw value.refuse("coding", "a list with the SNOMED CT finding of one ASA class");
  return asaClass;
}

/**
 * The ASA physical status class, by the Observation of it that is `partOf` the surgery or of its encounter; null where
 * there is none.
 *
 * @throws UnrepresentableFieldError where two such observations differ.
 */
export function readAsaClass(
  bundle: Bundle,
  surgery: Resource,
  encounter: Resource | undefined,
): AsaClass | null {
  let asaClass: AsaClass | null = null;
  for (const observation of bundle.ofType("Observation")) {
    if (!isAsaClass(observation) || !isOfSurgery(bundle, observation, surgery, encounter)) continue;
    const next = readClass(bundle, observation);
    if (next === undefined) continue;
    assertSamePatient(bundle, surgery, observation, "subject");
    if (asaClass !== null && asaClass !== next) {
      throw observation.element.refuse(
        "valueCodeableConcept",
        "the same class as in the other observation of it",
      );
    }
    asaClass = next;
  }
  return asaClass;
}
