import { coverageLeafOf, type Coverage } from "../../../prover/claim/index.ts";
import { AftercareError } from "../../../prover/errors.ts";
import * as policyBook from "../../protocol/calls/policy-book/index.ts";
import type { RelayReceipt } from "../../protocol/calls/relay.ts";
import { policyOf } from "../policy-of.ts";
import type { InsurerSession } from "./session.ts";

/** The policy does not hold this coverage. */
export class UnknownCoverageError extends AftercareError {
  override readonly name = "UnknownCoverageError";
}

/** A policy's coverages that are added or taken out. */
export interface CoverageChange {
  readonly policyId: bigint;
  /** As patients hand them over: each shows neither patient nor booking. */
  readonly coverages: readonly Coverage[];
}

/** Adds coverages behind those that a policy has; what it holds already is not added again. Nothing is sent where all is. */
export function cover(
  session: InsurerSession,
  { policyId, coverages }: CoverageChange,
): Promise<RelayReceipt[]> {
  return session.inTurn(async () => {
    const { connection, account } = session;
    const { coverage } = policyOf(await connection.policies(), policyId);
    const firstIndex = coverage.size;
    const leaves = [...new Set(coverages.map(coverageLeafOf))].filter((leaf) => !coverage.has(leaf));
    if (leaves.length === 0) return [];
    coverage.put(firstIndex, leaves);
    const change = { policyId, root: coverage.root, firstIndex, leaves };
    return [await account.relay(policyBook.setCoverage(connection.deployment, change))];
  });
}

/** Takes coverages out, all or none. They still count until the notice of the policy is over. */
export function uncover(
  session: InsurerSession,
  { policyId, coverages }: CoverageChange,
): Promise<RelayReceipt[]> {
  return session.inTurn(async () => {
    const { connection, account } = session;
    const { coverage } = policyOf(await connection.policies(), policyId);
    const leaves = coverages.map(coverageLeafOf);
    if (!leaves.every((leaf) => coverage.has(leaf))) {
      throw new UnknownCoverageError(
        "The policy does not hold one of these coverages.",
        "Pass each as it was added, with the same days. Nothing was taken out.",
        { policyId },
      );
    }
    const receipts: RelayReceipt[] = [];
    for (const leaf of new Set(leaves)) {
      const firstIndex = coverage.path(leaf).leafIndex;
      coverage.put(firstIndex, [0n]);
      const change = { policyId, root: coverage.root, firstIndex, leaves: [0n] };
      receipts.push(await account.relay(policyBook.setCoverage(connection.deployment, change)));
    }
    return receipts;
  });
}
