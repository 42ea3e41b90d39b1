import { AmbiguousBillsError, UnknownBillError } from "../errors.ts";
import type { BillCandidate } from "../errors.ts";
import type { Bundle, Resource } from "./bundle.ts";
import { comparableUrl, identifierIn, parseLiteral } from "./reference.ts";
import { assertSamePatient } from "./same-patient.ts";
import { mayBeOne, referentOf } from "./same-referent.ts";
import type { Referent } from "./same-referent.ts";

const ESTIMATES = ["preauthorization", "predetermination"];
const WITHDRAWN = ["cancelled", "entered-in-error"];

/** One demand for money: a Claim with the ExplanationOfBenefits that answer it, or those of one claim that the bundle lacks. */
export interface Bill {
  /** The claim, where the bundle holds it, before the answers to it. */
  readonly members: readonly [Resource, ...Resource[]];
  /** Who bills; undefined where that is not clear. */
  readonly biller: Referent | undefined;
}

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

function isForSurgery(bundle: Bundle, bill: Resource, surgery: Resource): boolean {
  return bill.element
    .peek("procedure")
    .flatMap((procedure) => procedure.peek("procedureReference"))
    .some((reference) => bundle.leadsTo(bill, reference, surgery));
}

function billerOf(bundle: Bundle, bill: Resource): Referent | undefined {
  const [provider] = bill.element.peek("provider");
  if (provider === undefined || bundle.targetsOf(bill, provider).length > 1) return undefined;
  return referentOf(bundle, bill, provider);
}

/** One text for the references of answers to one claim, so far as they are written alike or the bundle holds it. */
function claimOf(bundle: Bundle, benefit: Resource): string | undefined {
  const [reference] = benefit.element.peek("claim");
  if (reference === undefined) return undefined;
  const [resource, second] = bundle.targetsOf(benefit, reference);
  if (resource !== undefined && second === undefined) return resource.element.path;
  const identifier = identifierIn(reference);
  if (identifier !== undefined) return `${identifier.system ?? ""}|${identifier.value}`;
  const literal = parseLiteral(reference.peekText("reference") ?? "");
  return literal.kind === "url" && literal.url !== "" ? literal.url : undefined;
}

/** Whether a benefit answers a claim that is no demand, or no more. */
function answersNoDemand(bundle: Bundle, benefit: Resource): boolean {
  const claims = benefit.element.peek("claim").flatMap((reference) => bundle.targetsOf(benefit, reference));
  return claims.some(
    ({ element }) =>
      WITHDRAWN.includes(element.peekText("status") ?? "") ||
      ESTIMATES.includes(element.peekText("use") ?? ""),
  );
}

/** The claims in force that name the surgery, and the explanations of benefit that name it or answer one of them. */
function findDemands(bundle: Bundle, surgery: Resource): { claims: Resource[]; benefits: Resource[] } {
  const claims = bundle
    .ofType("Claim")
    .filter((claim) => isForSurgery(bundle, claim, surgery) && isInForce(claim));
  const paths = new Set(claims.map(({ element }) => element.path));
  const benefits = bundle
    .ofType("ExplanationOfBenefit")
    .filter((benefit) => isForSurgery(bundle, benefit, surgery) || paths.has(claimOf(bundle, benefit) ?? ""))
    .filter((benefit) => isInForce(benefit) && !answersNoDemand(bundle, benefit));
  for (const claim of claims) bundle.use("Claim", claim);
  for (const benefit of benefits) bundle.use("ExplanationOfBenefit", benefit);
  for (const demand of [...claims, ...benefits]) assertSamePatient(bundle, surgery, demand, "patient");
  return { claims, benefits };
}

/** The bills in force that name the surgery, each once. */
export function billsOf(bundle: Bundle, surgery: Resource): Bill[] {
  const { claims, benefits } = findDemands(bundle, surgery);
  const groups = new Map<string, [Resource, ...Resource[]]>(
    claims.map((claim) => [claim.element.path, [claim]]),
  );
  // One that does not say which claim it answers is taken for the answer to the only one there is.
  const onlyClaim = claims.length === 1 ? claims[0]?.element.path : undefined;
  const unplaced = new Set<Resource>();
  for (const benefit of benefits) {
    const claim = claimOf(bundle, benefit) ?? onlyClaim;
    if (claim === undefined) unplaced.add(benefit);
    const key = claim ?? benefit.element.path;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [benefit]);
    else group.push(benefit);
  }
  return [...groups.values()].map((members) => {
    // Beside several claims, one that names none of them may answer any.
    const isUnplaced = claims.length > 0 && unplaced.has(members[0]);
    return { members, biller: isUnplaced ? undefined : billerOf(bundle, members[0]) };
  });
}

function describeBill({ members: [first] }: Bill): BillCandidate {
  const { id, fullUrl, element } = first;
  return {
    type: first.type === "Claim" ? "Claim" : "ExplanationOfBenefit",
    id: id ?? null,
    fullUrl: fullUrl ?? null,
    path: element.path,
    created: element.peekText("created") ?? null,
  };
}

/** Whether bills are clearly demands of their own: each by another biller, and none related to another claim. */
function areDistinct(bills: readonly Bill[]): boolean {
  if (bills.some(({ members }) => members.some(({ element }) => element.has("related")))) return false;
  return bills.every(({ biller }, index) =>
    bills
      .slice(index + 1)
      .every(
        (other) => biller !== undefined && other.biller !== undefined && !mayBeOne(biller, other.biller),
      ),
  );
}

function isCalled({ id, fullUrl }: Resource, name: string): boolean {
  return id === name || fullUrl === comparableUrl(name);
}

/**
 * The bills whose amounts make the cost: those chosen, or else all.
 *
 * @throws UnknownBillError where a name leads to no bill or two lead to one; AmbiguousBillsError where none are chosen and
 * several may be one demand.
 */
export function selectBills(bills: readonly Bill[], choice: readonly string[] | undefined): readonly Bill[] {
  if (choice === undefined) {
    if (bills.length > 1 && !areDistinct(bills)) throw new AmbiguousBillsError(bills.map(describeBill));
    return bills;
  }
  const chosen = choice.flatMap((name) =>
    bills.filter(({ members }) => members.some((member) => isCalled(member, name))),
  );
  if (chosen.length !== choice.length || new Set(chosen).size !== chosen.length) {
    throw new UnknownBillError(bills.map(describeBill));
  }
  return chosen;
}
