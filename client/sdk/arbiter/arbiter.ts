import { keccak256 } from "ethers/crypto";
import { toUtf8Bytes } from "ethers/utils";
import { assertInteger } from "../../../prover/integers.ts";
import { assertText } from "../../../prover/text.ts";
import * as escrow from "../../protocol/calls/escrow/index.ts";
import type { RelayReceipt } from "../../protocol/calls/relay.ts";
import type { MessageSigner } from "../../protocol/messages/signer.ts";
import type { AgreedBooking } from "../agreed-booking.ts";
import type { Connection } from "../connection.ts";
import { signForBooking, type Lifetime } from "../signing.ts";

const WHOLE_SHARE = 10_000;

/** How an arbiter decides. */
export interface Ruling extends Lifetime {
  /** Basis points of what there is to distribute that go to the surgeon, 0 to 10,000. */
  readonly surgeonShare: number;
  /** Stays with the parties; only its hash goes on chain. */
  readonly reason: string;
}

/** Whom two parties have named to rule where they do not settle. */
export class Arbiter {
  readonly #connection: Connection;
  readonly #signer: MessageSigner;

  /**
   * @example
   * const arbiter = new Arbiter(aftercare, { signer: arbiterSigner });
   */
  constructor(connection: Connection, { signer }: { readonly signer: MessageSigner }) {
    this.#connection = connection;
    this.#signer = signer;
  }

  /**
   * Rules on a booking after the time that its parties had to settle.
   *
   * @throws IntegerOutOfRangeError, MalformedTextError, BookingIdMismatchError, ContractRefusedError
   * @example
   * await arbiter.rule(disputed, { surgeonShare: 2_500, reason: "The scar is wider than agreed." });
   */
  async rule(booking: AgreedBooking, { surgeonShare, reason, lifetime }: Ruling): Promise<RelayReceipt> {
    assertInteger("surgeonShare", surgeonShare, 0, WHOLE_SHARE);
    assertText("The reason", reason, "lines");
    const reasonHash = keccak256(toUtf8Bytes(reason));
    const { deadline, signature } = await signForBooking(this.#connection, {
      signer: this.#signer,
      booking,
      message: "Ruling",
      values: { surgeonShare, reasonHash },
      lifetime,
    });
    const { terms } = booking;
    return this.#connection.send(
      escrow.rule(this.#connection.deployment, {
        terms,
        surgeonShare,
        reasonHash,
        deadline,
        arbiterSignature: signature,
      }),
    );
  }
}
