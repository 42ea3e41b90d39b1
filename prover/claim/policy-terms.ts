import { checkedAddress } from "../address.ts";
import { assertFieldElement } from "../field.ts";
import { assertInteger, assertUnsigned } from "../integers.ts";
import { hashToField } from "../keccak.ts";
import { assertBytes32 } from "./bytes32.ts";
import { claimScope, type ClaimScope } from "./scope.ts";

/** The group of a policy that pays on its own. */
export const NO_GROUP = `0x${"00".repeat(32)}`;

const LAST_SECOND = 2 ** 48 - 1;

/** What an insurer promises, as the policy book takes it. */
export interface PolicyTerms {
  /** Address of the insurer. */
  readonly insurer: string;
  /** `programHashOf` the policy's program, a field element. */
  readonly programHash: bigint;
  /** `policySourceHash` of the policy, 32 bytes in hex. */
  readonly sourceHash: string;
  /** Token units paid for each claim, below 2¹²⁸. */
  readonly payout: bigint;
  /** Claims that the policy pays at most, below 2³². */
  readonly maximumClaims: number;
  /** First second since 1970-01-01 at which claims are paid, below 2⁴⁸. */
  readonly opensAt: number;
  /** Last such second. */
  readonly closesAt: number;
  /** Seconds for which a coverage still counts after its root was replaced, below 2⁴⁸. */
  readonly coverageNotice: number;
  /** 32 bytes in hex: policies of one group pay for a surgery once between them; {@link NO_GROUP} for a policy on its own. */
  readonly group: string;
  /** 32 bytes in hex that tell otherwise equal policies apart. */
  readonly salt: string;
}

/** Where policies are published. */
export interface PolicyBookLocation {
  /** Below 2²⁵⁶. */
  readonly chainId: bigint;
  /** Address of the PolicyBook. */
  readonly book: string;
}

function checkedLocation({ chainId, book }: PolicyBookLocation): [bigint, string] {
  assertUnsigned("chainId", chainId, 256);
  return [chainId, checkedAddress("book", book)];
}

/**
 * A policy's number: `keccak256(abi.encode(chainId, book, terms)) >> 8`.
 *
 * @throws NotAnAddressError, NotAFieldElementError, NotBytes32Error, IntegerOutOfRangeError
 */
export function policyIdOf(terms: PolicyTerms, location: PolicyBookLocation): bigint {
  assertFieldElement("programHash", terms.programHash);
  assertBytes32("sourceHash", terms.sourceHash);
  assertUnsigned("payout", terms.payout, 128);
  assertInteger("maximumClaims", terms.maximumClaims, 0, 2 ** 32 - 1);
  assertInteger("opensAt", terms.opensAt, 0, LAST_SECOND);
  assertInteger("closesAt", terms.closesAt, 0, LAST_SECOND);
  assertInteger("coverageNotice", terms.coverageNotice, 0, LAST_SECOND);
  assertBytes32("group", terms.group);
  assertBytes32("salt", terms.salt);
  return hashToField([
    ...checkedLocation(location),
    checkedAddress("insurer", terms.insurer),
    terms.programHash,
    terms.sourceHash,
    terms.payout,
    terms.maximumClaims,
    terms.opensAt,
    terms.closesAt,
    terms.coverageNotice,
    terms.group,
    terms.salt,
  ]);
}

/**
 * Within what a surgery is paid for once: the policy's number, or for a policy of a group
 * `keccak256(abi.encode(chainId, book, group)) >> 8`.
 *
 * @throws The errors of {@link policyIdOf}.
 */
export function scopeOf(terms: PolicyTerms, location: PolicyBookLocation): ClaimScope {
  const policyId = policyIdOf(terms, location);
  if (terms.group === NO_GROUP) return claimScope(policyId);
  return claimScope(hashToField([...checkedLocation(location), terms.group]));
}
