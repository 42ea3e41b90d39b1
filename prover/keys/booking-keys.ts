import type { SigningKey } from "ethers/crypto";
import { computeAddress } from "ethers/transaction";

import type { ClaimScope } from "../claim/scope.ts";
import { claimNullifierOf, patientCommitmentOf, reviewNullifierOf } from "../commitments.ts";

/** What one booking needs. Nothing of it is shared with another booking of the same patient. */
export interface BookingKeys {
  /** Which of the patient's bookings, from 0. */
  readonly index: number;
  /** Address of the signing key: the patient's one-time name on chain. */
  readonly address: string;
  /** Signs the booking's EIP-712 messages; never holds gas. Secret. */
  readonly signingKey: SigningKey;
  /** What proofs about this booking are made with: a field element. Secret. */
  readonly secret: bigint;
  /** `Poseidon2(secret, 0)`, public on chain. */
  readonly patientCommitment: bigint;
  /** `Poseidon2(secret, 1)`, public once a review is posted. */
  readonly reviewNullifier: bigint;
  /**
   * `Poseidon3(secret, 2, scope)`, public once a claim is made.
   *
   * @param scope `scopeOf` the policy claimed on.
   * @throws NotAFieldElementError
   */
  claimNullifier(scope: ClaimScope): bigint;
}

/** Keeps the secrets in private fields, which neither `JSON.stringify` nor a console shows. */
export class DerivedBookingKeys implements BookingKeys {
  readonly index: number;
  readonly address: string;
  readonly patientCommitment: bigint;
  readonly #signingKey: SigningKey;
  readonly #secret: bigint;

  constructor(index: number, signingKey: SigningKey, secret: bigint) {
    this.index = index;
    this.address = computeAddress(signingKey);
    this.patientCommitment = patientCommitmentOf(secret);
    this.#signingKey = signingKey;
    this.#secret = secret;
  }

  get signingKey(): SigningKey {
    return this.#signingKey;
  }

  get secret(): bigint {
    return this.#secret;
  }

  // Derived on demand and kept out of the shown fields: beside the address it would link review and booking.
  get reviewNullifier(): bigint {
    return reviewNullifierOf(this.#secret);
  }

  claimNullifier(scope: ClaimScope): bigint {
    return claimNullifierOf(this.#secret, scope);
  }

  toJSON(): { index: number; address: string; patientCommitment: string } {
    return {
      index: this.index,
      address: this.address,
      patientCommitment: this.patientCommitment.toString(),
    };
  }
}
