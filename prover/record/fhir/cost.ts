import type { Bundle, Resource } from "./bundle.ts";
import { codesOf } from "./codings.ts";
import type { FhirElement } from "./element.ts";
import { readMoney } from "./money.ts";
import type { Money } from "./money.ts";
import { assertR4Structure } from "./r4-structure.ts";

type Bill = "Claim" | "ExplanationOfBenefit";

const ADJUDICATION = "http://terminology.hl7.org/CodeSystem/adjudication";
const ESTIMATES = ["preauthorization", "predetermination"];
const WITHDRAWN = ["cancelled", "entered-in-error"];

/** Whether the bill asks for money, and still does. An estimate is no cost. */
function isInForce({ element }: Resource): boolean {
  const use = element.string("use");
  if (ESTIMATES.includes(use)) return false;
  if (use !== "claim") throw element.refuse("use", `claim, ${ESTIMATES.join(" or ")}`);
  const status = element.string("status");
  if (WITHDRAWN.includes(status)) return false;
  if (status !== "active") throw element.refuse("status", "active, cancelled or entered-in-error");
  return true;
}

function names(bundle: Bundle, bill: Resource, surgery: Resource): boolean {
  return bill.element.children("procedure").some((procedure) => {
    const reference = procedure.optionalChild("procedureReference");
    return reference !== undefined && bundle.resolve(bill, reference) === surgery;
  });
}

function onlyBill(
  bundle: Bundle,
  surgery: Resource,
  type: Bill,
  isMeant: (bill: Resource) => boolean,
): Resource | undefined {
  const [bill, second] = bundle
    .ofType(type)
    .filter((candidate) => isMeant(candidate) && isInForce(candidate));
  if (second !== undefined) throw second.element.refuse("procedure", `billed by one ${type} only`);
  if (bill === undefined) return undefined;
  assertR4Structure(type, bill.element);
  bundle.assertSamePatient(surgery, bill, "patient");
  return bill;
}

function submittedTotal({ element }: Resource): FhirElement {
  const submitted = element
    .children("total")
    .filter((total) => codesOf(total.child("category"), ADJUDICATION).includes("submitted"));
  if (submitted.length !== 1) throw element.refuse("total", "a list with one submitted amount");
  return submitted[0]!.child("amount");
}

/**
 * What the surgery cost: the total of the Claim that names the Procedure, or, where the bundle has no such Claim, the
 * submitted total of the ExplanationOfBenefit that does. Null where nothing bills the Procedure.
 *
 * @throws UnrepresentableFieldError where two bills name the Procedure, or Claim and ExplanationOfBenefit disagree.
 */
export function readCost(bundle: Bundle, surgery: Resource): Money | null {
  const claim = onlyBill(bundle, surgery, "Claim", (bill) => names(bundle, bill, surgery));
  const benefit = onlyBill(bundle, surgery, "ExplanationOfBenefit", (bill) => {
    const answered = bill.element.optionalChild("claim");
    const answersClaim =
      claim !== undefined && answered !== undefined && bundle.resolve(bill, answered) === claim;
    return answersClaim || names(bundle, bill, surgery);
  });
  const claimed = claim && readMoney(claim.element.child("total"));
  const submitted = benefit && readMoney(submittedTotal(benefit));
  if (
    claimed &&
    submitted &&
    (claimed.cents !== submitted.cents || claimed.currency !== submitted.currency)
  ) {
    throw benefit.element.refuse("total", "the same as the total of the claim");
  }
  return claimed ?? submitted ?? null;
}
