import { AbiCoder } from "ethers/abi";
import { getAddress, isAddress } from "ethers/address";
import { keccak256 } from "ethers/crypto";
import { toBeHex } from "ethers/utils";
import { AftercareError } from "../../prover/errors.ts";

/** What patient and surgeon agree on; see `Terms` in ISurgeryEscrow. Money in token units, times in seconds. */
export interface Terms {
  readonly patient: string;
  readonly surgeon: string;
  /** Who may rule where the two do not settle; the zero address for nobody. */
  readonly arbiter: string;
  readonly patientCommitment: bigint;
  readonly deposit: bigint;
  readonly protocolFee: bigint;
  readonly appointmentTime: bigint;
  readonly offerExpiry: bigint;
  /** Windows, shares and limits in one word; see `packRules`. */
  readonly rules: bigint;
  readonly termsHash: string;
}

/** {@link Terms} in six words, as the escrow's calls and events carry them. */
export interface PackedTerms {
  readonly patientAndTimes: string;
  readonly surgeonAndDeposit: bigint;
  readonly arbiterAndFee: string;
  readonly patientCommitment: bigint;
  readonly rules: bigint;
  readonly termsHash: string;
}

/** A field of the terms is no address, or does not fit into its bits, so no call could carry it. */
export class MalformedTermsError extends AftercareError {
  override readonly name = "MalformedTermsError";
}

/** @throws MalformedTermsError where a party is no address, a time has more than 48 bits or an amount more than 96. */
export function packTerms(terms: Terms): PackedTerms {
  const { patientCommitment, rules, termsHash } = terms;
  const time = (name: "appointmentTime" | "offerExpiry") => fieldOf(terms, name, 48n);
  return {
    patientAndTimes: toBeHex(
      (addressOf(terms, "patient") << 96n) | (time("appointmentTime") << 48n) | time("offerExpiry"),
      32,
    ),
    surgeonAndDeposit: (addressOf(terms, "surgeon") << 96n) | fieldOf(terms, "deposit", 96n),
    arbiterAndFee: toBeHex((addressOf(terms, "arbiter") << 96n) | fieldOf(terms, "protocolFee", 96n), 32),
    patientCommitment,
    rules,
    termsHash,
  };
}

export function unpackTerms(packed: PackedTerms): Terms {
  const { surgeonAndDeposit, patientCommitment, rules, termsHash } = packed;
  const patientAndTimes = BigInt(packed.patientAndTimes);
  const arbiterAndFee = BigInt(packed.arbiterAndFee);
  const address = (word: bigint): string => getAddress(toBeHex(word >> 96n, 20));
  return {
    patient: address(patientAndTimes),
    surgeon: address(surgeonAndDeposit),
    arbiter: address(arbiterAndFee),
    patientCommitment,
    deposit: BigInt.asUintN(96, surgeonAndDeposit),
    protocolFee: BigInt.asUintN(96, arbiterAndFee),
    appointmentTime: BigInt.asUintN(48, patientAndTimes >> 48n),
    offerExpiry: BigInt.asUintN(48, patientAndTimes),
    rules,
    termsHash,
  };
}

function addressOf(terms: Terms, name: "patient" | "surgeon" | "arbiter"): bigint {
  const address = terms[name];
  if (isAddress(address)) return BigInt(getAddress(address));
  throw new MalformedTermsError(
    `The terms' ${name} is no address.`,
    "Give 20 bytes as 0x hex; an address in mixed case has to have the right checksum.",
  );
}

function fieldOf(
  terms: Terms,
  name: "appointmentTime" | "offerExpiry" | "deposit" | "protocolFee",
  bits: bigint,
): bigint {
  const value = terms[name];
  if (value >= 0n && value >> bits === 0n) return value;
  throw new MalformedTermsError(
    `The terms' ${name} does not fit into ${bits} bits.`,
    "Give times in seconds and amounts in token units.",
    { [name]: value },
  );
}

/** The id that every message about a booking names: keccak256 of the terms' six words. */
export function bookingIdOf(terms: Terms): string {
  const { patientAndTimes, surgeonAndDeposit, arbiterAndFee, patientCommitment, rules, termsHash } =
    packTerms(terms);
  return keccak256(
    AbiCoder.defaultAbiCoder().encode(
      ["bytes32", "uint256", "bytes32", "uint256", "uint256", "bytes32"],
      [patientAndTimes, surgeonAndDeposit, arbiterAndFee, patientCommitment, rules, termsHash],
    ),
  );
}
