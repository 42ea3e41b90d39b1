import type { RelayReceipt } from "../../protocol/calls/relay.ts";
import type { MessageSigner } from "../../protocol/messages/signer.ts";
import type { Connection } from "../connection.ts";
import type { Lifetime } from "../signing.ts";
import { attest, revoke, suspend, type Attestation, type BoardSession, type LicenceFacts } from "./attest.ts";

/** A medical board: it attests licences, and takes them away. */
export class Board {
  readonly #session: BoardSession;

  private constructor(session: BoardSession) {
    this.#session = session;
  }

  /**
   * @param options.signer The key of the address that the registry has admitted as a board.
   * @example
   * const board = await Board.of(aftercare, { signer: boardSigner });
   */
  static async of(connection: Connection, { signer }: { readonly signer: MessageSigner }): Promise<Board> {
    return new Board({ connection, signer, address: await signer.getAddress() });
  }

  /**
   * Attests a licence. Nothing is sent: it counts once its surgeon registers with it.
   *
   * @throws NotAnAddressError, NotATextError, MalformedTextError, MalformedLicenceError
   * @example
   * const attestation = await board.attest({
   *   surgeon: surgeon.address,
   *   licenceNumber: "A-104482",
   *   jurisdiction: "US-CA",
   *   specialty: "plastic-surgery",
   *   expiry: (await aftercare.now()) + 2n * 365n * 86_400n,
   * });
   */
  attest(facts: LicenceFacts): Promise<Attestation> {
    return attest(this.#session, facts);
  }

  /**
   * Suspends a licence until a second. One that has passed ends a suspension.
   *
   * @throws UnknownSurgeonError, ContractRefusedError
   * @example
   * const suspendedUntil = (await aftercare.now()) + 30n * 86_400n;
   * await board.suspend({ surgeon: surgeon.address, suspendedUntil });
   */
  suspend(
    suspension: Lifetime & { readonly surgeon: string; readonly suspendedUntil: bigint },
  ): Promise<RelayReceipt> {
    return suspend(this.#session, suspension);
  }

  /**
   * Revokes a licence for good.
   *
   * @throws UnknownSurgeonError, ContractRefusedError
   * @example
   * await board.revoke({ surgeon: surgeon.address });
   */
  revoke(revocation: Lifetime & { readonly surgeon: string }): Promise<RelayReceipt> {
    return revoke(this.#session, revocation);
  }
}
