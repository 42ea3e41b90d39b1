import type { Provider } from "ethers/providers";
import { getBytes } from "ethers/utils";
import { AftercareError } from "../../../prover/errors.ts";
import {
  CoverageTree,
  policyIdOf,
  scopeOf,
  type ClaimScope,
  type PolicyTerms,
} from "../../../prover/claim/index.ts";
import {
  compilePolicy,
  parsePolicyText,
  policySourceHash,
  programHashOf,
  type Policy,
  type Program,
} from "../../../prover/policy/index.ts";
import type { Deployment } from "../../protocol/deployment.ts";
import { CLAIM_POOL, POLICY_BOOK } from "../../protocol/interfaces.ts";
import { readLogs } from "../logs.ts";

/** A published policy whose readable source, program and terms belong together. */
export interface IndexedPolicy {
  readonly policyId: bigint;
  readonly terms: PolicyTerms;
  readonly policy: Policy;
  readonly program: Program;
  /** Within what a surgery is paid for once. */
  readonly scope: ClaimScope;
  /** Rebuilt from events, so that nobody has to ask the insurer for a path. */
  readonly coverage: CoverageTree;
  /** Every root that the coverages have had. */
  readonly coverageRoots: Set<bigint>;
}

/** A claim that the pool has paid. */
export interface PaidClaim {
  readonly policyId: bigint;
  readonly payee: string;
  /** Token units, without what went to whoever relayed the claim. */
  readonly amount: bigint;
}

/** Everything that the chain tells of policies and claims. */
export interface IndexedPolicies {
  readonly policies: Map<bigint, IndexedPolicy>;
  /** Policies that clients do not claim on, because what was published contradicts itself. */
  readonly unreadable: Map<bigint, AftercareError>;
  /** The claims that were paid, by nullifier. */
  readonly paid: Map<bigint, PaidClaim>;
}

/** A policy's program, terms or coverages are not what its events say they are. */
export class InconsistentPolicyError extends AftercareError {
  override readonly name = "InconsistentPolicyError";
}

/** Reads policies, coverages and paid claims of a deployment up to a block. */
export async function readPolicies(
  deployment: Deployment,
  provider: Provider,
  lastBlock: number,
): Promise<IndexedPolicies> {
  const index: IndexedPolicies = { policies: new Map(), unreadable: new Map(), paid: new Map() };
  const logs = await readLogs(
    provider,
    [deployment.policyBook, deployment.claimPool],
    deployment.firstBlock,
    lastBlock,
  );
  for (const log of logs) {
    const event = POLICY_BOOK.parseLog(log) ?? CLAIM_POOL.parseLog(log);
    switch (event?.name) {
      case "PolicyPublished":
        publish(index, deployment, event.args.getValue("terms") as SolidityTerms, String(event.args.source));
        break;
      case "CoverageChanged":
        changeCoverage(index, {
          policyId: event.args.getValue("policyId") as bigint,
          root: event.args.getValue("root") as bigint,
          firstIndex: Number(event.args.firstIndex),
          leaves: [...(event.args.getValue("leaves") as Iterable<bigint>)],
        });
        break;
      case "ClaimPaid":
        index.paid.set(event.args.getValue("nullifier") as bigint, {
          policyId: event.args.getValue("policyId") as bigint,
          payee: String(event.args.payee),
          amount: event.args.getValue("amount") as bigint,
        });
        break;
      default:
    }
  }
  return index;
}

/** Terms as ethers decodes them: every integer a bigint. */
type SolidityTerms = {
  [Part in keyof PolicyTerms]: PolicyTerms[Part] extends number ? bigint : PolicyTerms[Part];
};

function publish(
  index: IndexedPolicies,
  deployment: Deployment,
  decoded: SolidityTerms,
  source: string,
): void {
  const terms: PolicyTerms = {
    insurer: decoded.insurer,
    programHash: decoded.programHash,
    sourceHash: decoded.sourceHash,
    payout: decoded.payout,
    maximumClaims: Number(decoded.maximumClaims),
    opensAt: Number(decoded.opensAt),
    closesAt: Number(decoded.closesAt),
    coverageNotice: Number(decoded.coverageNotice),
    group: decoded.group,
    salt: decoded.salt,
  };
  const location = { chainId: deployment.chainId, book: deployment.policyBook };
  const policyId = policyIdOf(terms, location);
  try {
    const policy = parsePolicyText(new TextDecoder("utf-8", { fatal: true }).decode(getBytes(source)));
    const program = compilePolicy(policy);
    if (policySourceHash(policy) !== terms.sourceHash || programHashOf(program) !== terms.programHash) {
      throw inconsistent(policyId, "Its readable source is not what its program checks.");
    }
    index.policies.set(policyId, {
      policyId,
      terms,
      policy,
      program,
      scope: scopeOf(terms, location),
      coverage: CoverageTree.fromLeaves([]),
      coverageRoots: new Set(),
    });
  } catch (error) {
    index.unreadable.set(
      policyId,
      error instanceof AftercareError ? error : inconsistent(policyId, "Its source is no text."),
    );
  }
}

function changeCoverage(
  index: IndexedPolicies,
  change: { policyId: bigint; root: bigint; firstIndex: number; leaves: readonly bigint[] },
): void {
  const { policyId, root, firstIndex, leaves } = change;
  const policy = index.policies.get(policyId);
  if (!policy) return;
  try {
    policy.coverage.put(firstIndex, leaves);
    if (policy.coverage.root !== root)
      throw inconsistent(policyId, "Its coverages do not make the root announced.");
    policy.coverageRoots.add(root);
  } catch (error) {
    if (!(error instanceof AftercareError)) throw error;
    index.policies.delete(policyId);
    index.unreadable.set(policyId, error);
  }
}

function inconsistent(policyId: bigint, problem: string): InconsistentPolicyError {
  return new InconsistentPolicyError(problem, "Do not claim on it; ask the insurer.", { policyId });
}
