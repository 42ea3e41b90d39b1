import * as escrow from "../../protocol/calls/escrow/index.ts";
import type { RelayReceipt } from "../../protocol/calls/relay.ts";
import type { SignedClosing } from "../../protocol/calls/signed-closing.ts";
import type { AgreedBooking } from "../agreed-booking.ts";
import type { Connection } from "../connection.ts";
import { collect, collectDeferred, flush, gatherFees, type Flushed } from "./housekeeping.ts";

/** What needs nobody's signature, so that time and anyone who likes get every deposit out of the escrow. */
export class Keeper {
  readonly #connection: Connection;

  /**
   * @example
   * const keeper = new Keeper(aftercare);
   */
  constructor(connection: Connection) {
    this.#connection = connection;
  }

  /**
   * Brings every queued surgery into the tree, so that it can be reviewed and claimed for.
   *
   * @throws FrontierMismatch or QueueMismatch as ContractRefusedError where somebody else flushed first
   * @example
   * const { leaves } = await keeper.flush();
   */
  flush(): Promise<Flushed> {
    return flush(this.#connection);
  }

  /**
   * Sends closings that patients have signed, in one transaction: all or none.
   *
   * @example
   * const { closing } = await patient.signClosing(reported, { sealedRecord });
   * await keeper.closeMany([closing]);
   */
  closeMany(closings: readonly SignedClosing[]): Promise<RelayReceipt> {
    return this.#send(escrow.closeMany(this.#connection.deployment, { closings }));
  }

  /**
   * Clears an offer whose time is over.
   *
   * @example
   * await keeper.expire(expired);
   */
  expire(booking: AgreedBooking): Promise<RelayReceipt> {
    return this.#send(escrow.expire(this.#connection.deployment, booking));
  }

  /**
   * Pays everything back for a surgery that its surgeon never reported.
   *
   * @example
   * await keeper.refund(unreported);
   */
  refund(booking: AgreedBooking): Promise<RelayReceipt> {
    return this.#send(escrow.refund(this.#connection.deployment, booking));
  }

  /**
   * Pays the surgeon where the patient neither closed nor reported an accident in time.
   *
   * @example
   * await keeper.lapse(unclosed);
   */
  lapse(booking: AgreedBooking): Promise<RelayReceipt> {
    return this.#send(escrow.lapse(this.#connection.deployment, booking));
  }

  /**
   * Pays out after a no-show that the patient did not contest in time.
   *
   * @example
   * await keeper.concludeNoShow(uncontested);
   */
  concludeNoShow(booking: AgreedBooking): Promise<RelayReceipt> {
    return this.#send(escrow.concludeNoShow(this.#connection.deployment, booking));
  }

  /**
   * Distributes what there is by the default rule, where nobody settled or ruled in time.
   *
   * @example
   * await keeper.concludeByDefault(unsettled);
   */
  concludeByDefault(booking: AgreedBooking): Promise<RelayReceipt> {
    return this.#send(escrow.concludeByDefault(this.#connection.deployment, booking));
  }

  /**
   * Moves the protocol fees of a surgeon's surgeries to the treasury's balance; nothing is sent where there are none.
   *
   * @example
   * await keeper.gatherFees(surgeon.address);
   */
  gatherFees(surgeon: string): Promise<RelayReceipt | undefined> {
    return gatherFees(this.#connection, surgeon);
  }

  /**
   * Pays an account what the escrow owes it; nothing is sent where it owes nothing.
   *
   * @example
   * await keeper.collect(surgeon.address);
   */
  collect(account: string): Promise<RelayReceipt | undefined> {
    return collect(this.#connection, account);
  }

  /**
   * Pays an account the claims that the token refused to pay it when they were made; nothing is sent where there are none.
   *
   * @example
   * await keeper.collectDeferred(payee);
   */
  collectDeferred(account: string): Promise<RelayReceipt | undefined> {
    return collectDeferred(this.#connection, account);
  }

  #send(call: Parameters<Connection["send"]>[0]): Promise<RelayReceipt> {
    return this.#connection.send(call);
  }
}
