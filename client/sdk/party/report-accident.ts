import { keccak256 } from "ethers/crypto";
import * as escrow from "../../protocol/calls/escrow/index.ts";
import type { RelayReceipt } from "../../protocol/calls/relay.ts";
import type { AgreedBooking } from "../agreed-booking.ts";
import { signForBooking, type Lifetime } from "../signing.ts";
import type { Party } from "./party.ts";

/** What shows that something went wrong. It stays with the parties; only its hash goes on chain. */
export interface Evidence extends Lifetime {
  readonly evidence: Uint8Array;
}

/** Reports that the surgery went wrong: the deposit stays where it is until the two settle, or somebody rules. */
export async function reportAccident(
  party: Party,
  booking: AgreedBooking,
  { evidence, lifetime }: Evidence,
): Promise<RelayReceipt> {
  const evidenceHash = keccak256(evidence);
  const { deadline, signature } = await signForBooking(party.connection, {
    signer: party.signerFor(booking),
    booking,
    message: "Accident",
    values: { evidenceHash },
    lifetime,
  });
  const { terms } = booking;
  const reporter = terms[party.side];
  return party.connection.send(
    escrow.reportAccident(party.connection.deployment, {
      terms,
      reporter,
      evidenceHash,
      deadline,
      signature,
    }),
  );
}
