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

/** Adds coverages behind those that a policy has. */
export async function cover(
  { connection, account }: InsurerSession,
  { policyId, coverages }: CoverageChange,
): Promise<RelayReceipt> {
  const { coverage } = policyOf(await connection.policies(), policyId);
  const firstIndex = coverage.size;
  const leaves = coverages.map(coverageLeafOf);
  coverage.put(firstIndex, leaves);
  return account.relay(
    policyBook.setCoverage(connection.deployment, { policyId, root: coverage.root, firstIndex, leaves }),
  );
}

/** Takes coverages out. They still count until the notice of the policy is over. */
export async function uncover(
  { connection, account }: InsurerSession,
  { policyId, coverages }: CoverageChange,
): Promise<RelayReceipt[]> {
  const { coverage } = policyOf(await connection.policies(), policyId);
  const receipts: RelayReceipt[] = [];
  for (const leaf of coverages.map(coverageLeafOf)) {
    if (!coverage.has(leaf)) {
      throw new UnknownCoverageError(
        "The policy does not hold this coverage.",
        "Pass the coverage as it was added, with the same days.",
        { policyId },
      );
    }
    const firstIndex = coverage.path(leaf).leafIndex;
    coverage.put(firstIndex, [0n]);
    const change = { policyId, root: coverage.root, firstIndex, leaves: [0n] };
    receipts.push(await account.relay(policyBook.setCoverage(connection.deployment, change)));
  }
  return receipts;
}
