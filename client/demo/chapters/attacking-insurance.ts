import { Wallet } from "ethers";

import type { Stage } from "../../../fixtures/stage.ts";
import { coverageLeafOf, CoverageTree } from "../../../prover/claim/index.ts";
import { all, compilePolicy, gte } from "../../../prover/policy/index.ts";
import type { ClaimProver } from "../../../prover/proving/index.ts";
import { claim as claimCall } from "../../protocol/calls/claim-pool/index.ts";
import type { ProvenClaim } from "../../protocol/calls/claim-pool/proven-claim.ts";
import type { IndexedPolicy } from "../../reader/replay/policies.ts";
import { Patient } from "../../sdk/patient/index.ts";
import { attack, outcomeOf, type Refusal } from "../attack.ts";
import type { ProgressList } from "../progress.ts";
import type { Thread } from "../thread.ts";
import { COVERAGE_NOTICE, COVERED, type Insurance } from "./insuring.ts";

export type ClaimAttack = "predicateFalse" | "doubleClaim" | "staleRoot" | "otherCoverage";

/** What every attack of the chapter is launched with. */
interface Attacker {
  readonly stage: Stage;
  readonly prover: ClaimProver;
  readonly insurance: Insurance;
  readonly progress: ProgressList;
}

/** Claims that nobody is owed, each sent past every check of clients and relayer. */
export async function attackPool(attacker: Attacker): Promise<Record<ClaimAttack, Refusal>> {
  return {
    predicateFalse: await claimWithoutComplication(attacker),
    doubleClaim: await claimTwice(attacker),
    otherCoverage: await claimUncovered(attacker),
    staleRoot: await claimOnReplacedRoot(attacker),
  };
}

function claimWithoutComplication(attacker: Attacker): Promise<Refusal> {
  return launch(
    attacker,
    "a claim on a record without complication, proven for a program of the patient's own",
    "InvalidProof",
    () => {
      const program = compilePolicy(all(gte("complicationGrade", "none")));
      return dishonestClaim(attacker, attacker.insurance.patients.uncomplicated, { program });
    },
  );
}

function claimTwice(attacker: Attacker): Promise<Refusal> {
  return launch(attacker, "the same surgery claimed twice", "AlreadyClaimed", async () => {
    const [first] = attacker.insurance.paid;
    if (!first) throw new Error("The story's insurer pays at least one claim.");
    return first.claim;
  });
}

function claimUncovered(attacker: Attacker): Promise<Refusal> {
  const { uncovered } = attacker.insurance.patients;
  return launch(
    attacker,
    "a claim by a patient whom the insurer does not cover",
    "StaleCoverageRoot",
    async () => {
      const leaf = coverageLeafOf(await coverageFor(attacker, uncovered));
      return dishonestClaim(attacker, uncovered, { coverage: CoverageTree.fromLeaves([leaf]) });
    },
  );
}

function claimOnReplacedRoot(attacker: Attacker): Promise<Refusal> {
  const { stage, insurance } = attacker;
  const { insurer, complications, patients } = insurance;
  return launch(
    attacker,
    "a claim against coverages that the insurer has replaced, after the notice",
    "StaleCoverageRoot",
    async () => {
      // Covered for a while: the insurer adds the patient's coverage, and takes it out again.
      const { policyId } = complications;
      const coverages = [await coverageFor(attacker, patients.uncovered)];
      await insurer.cover({ policyId, coverages });
      const claim = await dishonestClaim(attacker, patients.uncovered, {});
      await insurer.uncover({ policyId, coverages });
      await stage.rollup.advanceTo((await stage.aftercare.now()) + COVERAGE_NOTICE + 1n);
      return claim;
    },
  );
}

function launch(
  { stage, progress }: Attacker,
  title: string,
  expected: string,
  claim: () => Promise<ProvenClaim>,
): Promise<Refusal> {
  return progress.step(
    title,
    async () => attack(stage, claimCall(stage.deployment, await claim()), expected),
    outcomeOf,
  );
}

function coverageFor({ insurance }: Attacker, { agreed }: Thread) {
  const { policyId } = insurance.complications;
  return agreed.patient.coverageFor(agreed.offer, { policyId, ...COVERED });
}

/** A claim proven by a patient whose client believes what she likes about the policy, and that nothing has been paid. */
async function dishonestClaim(
  { stage, prover, insurance }: Attacker,
  { part, agreed, record }: Thread,
  beliefs: Partial<Pick<IndexedPolicy, "program" | "coverage">>,
): Promise<ProvenClaim> {
  const { policyId } = insurance.complications;
  const { policies, unreadable } = await stage.aftercare.policies();
  const policy = policies.get(policyId);
  if (!policy || !record) throw new Error("The story's attackers have a policy and a record.");
  const believed = {
    policies: new Map([[policyId, { ...policy, ...beliefs }]]),
    unreadable,
    paid: new Map(),
  };
  const dishonest = Patient.fromPhrase(
    { ...stage.aftercare, policies: () => Promise.resolve(believed) },
    part.phrase,
  );
  const coverages = [{ policyId, ...COVERED }];
  const [open] = await dishonest.findClaims(agreed.offer, { record, coverages });
  if (!open) throw new Error("The attacker's own client finds nothing to claim.");
  return dishonest.proveClaim(open, { prover, payee: Wallet.createRandom().address });
}
