import { hexlify } from "ethers/utils";
import {
  NO_GROUP,
  policyIdOf,
  scopeOf,
  type ClaimScope,
  type PolicyTerms,
} from "../../../prover/claim/index.ts";
import { compilePolicy, policySourceHash, programHashOf, type Policy } from "../../../prover/policy/index.ts";
import * as policyBook from "../../protocol/calls/policy-book/index.ts";
import type { RelayReceipt } from "../../protocol/calls/relay.ts";
import type { InsurerSession } from "./session.ts";

/** What an insurer promises. */
export interface PolicyOffer {
  readonly policy: Policy;
  /** Token units paid for each claim. */
  readonly payout: bigint;
  /** Claims that the policy pays at most. */
  readonly maximumClaims: number;
  /** First second at which claims are paid; that of the latest block where left out. */
  readonly opensAt?: bigint | undefined;
  /** Last such second. */
  readonly closesAt: bigint;
  /** Seconds for which a coverage still counts after the insurer has replaced the root that it is in. */
  readonly coverageNotice: bigint;
  /** 32 bytes in hex: policies of one group pay for a surgery once between them. On its own where left out. */
  readonly group?: string | undefined;
}

/** A policy with what identifies it. */
export interface PublishedPolicy {
  readonly policyId: bigint;
  /** Within what a surgery is paid for once; patients' coverages and claims name it. */
  readonly scope: ClaimScope;
  readonly terms: PolicyTerms;
  readonly policy: Policy;
  readonly receipt: RelayReceipt;
}

/** Compiles a policy, and publishes its program's hash with its readable source. */
export async function publish(
  { connection, account, address }: InsurerSession,
  offer: PolicyOffer,
): Promise<PublishedPolicy> {
  const { deployment } = connection;
  const { policy, payout, maximumClaims, closesAt, coverageNotice, group = NO_GROUP } = offer;
  const terms: PolicyTerms = {
    insurer: address,
    programHash: programHashOf(compilePolicy(policy)),
    sourceHash: policySourceHash(policy),
    payout,
    maximumClaims,
    opensAt: Number(offer.opensAt ?? (await connection.now())),
    closesAt: Number(closesAt),
    coverageNotice: Number(coverageNotice),
    group,
    salt: hexlify(crypto.getRandomValues(new Uint8Array(32))),
  };
  const location = { chainId: deployment.chainId, book: deployment.policyBook };
  // Checks the terms as well, before anything is sent.
  const policyId = policyIdOf(terms, location);
  const receipt = await account.relay(policyBook.publish(deployment, { terms, policy }));
  return { policyId, scope: scopeOf(terms, location), terms, policy, receipt };
}
