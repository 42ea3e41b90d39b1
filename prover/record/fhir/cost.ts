import { billsOf, selectBills } from "./bills.ts";
import type { Bill } from "./bills.ts";
import type { Bundle, Resource } from "./bundle.ts";
import { codesOf } from "./codings.ts";
import type { FhirElement } from "./element.ts";
import { readMoney } from "./money.ts";
import type { Money } from "./money.ts";

const ADJUDICATION = "http://terminology.hl7.org/CodeSystem/adjudication";

function submittedTotal({ element }: Resource): FhirElement {
  const submitted = element
    .children("total")
    .filter((total) => codesOf(total.child("category"), ADJUDICATION).includes("submitted"));
  if (submitted.length !== 1) throw element.refuse("total", "a list with one submitted amount");
  return submitted[0]!.child("amount");
}

function statedAmount(member: Resource): Money {
  return readMoney(member.type === "Claim" ? member.element.child("total") : submittedTotal(member));
}

/** The amount of one bill: the claim and every answer to it have to state the same. */
function amountOf({ members: [first, ...answers] }: Bill): Money {
  const amount = statedAmount(first);
  for (const answer of answers) {
    const other = statedAmount(answer);
    if (amount.cents !== other.cents || amount.currency !== other.currency) {
      throw answer.element.refuse("total", "the same as the total of the claim");
    }
  }
  return amount;
}

/**
 * What the surgery cost: the sum of the bills in force that name the Procedure. A Claim counts with its total, an
 * ExplanationOfBenefit only where the bundle lacks the claim that it answers, with what was submitted. Null where nothing
 * bills the Procedure.
 *
 * @param choice `id` or `fullUrl` of the bills that count; all of them by default, so far as they are clearly distinct.
 * @throws AmbiguousBillsError, UnknownBillError; UnrepresentableFieldError where Claim and ExplanationOfBenefit disagree,
 * or bills are in different currencies.
 */
export function readCost(bundle: Bundle, surgery: Resource, choice?: readonly string[]): Money | null {
  const bills = selectBills(billsOf(bundle, surgery), choice);
  const [first, ...others] = bills.map((bill) => ({ bill, amount: amountOf(bill) }));
  if (first === undefined) return null;
  const { currency } = first.amount;
  let { cents } = first.amount;
  for (const { bill, amount } of others) {
    if (amount.currency !== currency) {
      throw bill.members[0].element.refuse("total", "in the currency of the other bills");
    }
    cents += amount.cents;
  }
  return { cents, currency };
}
