import { checkedAddress } from "../../../prover/address.ts";
import { assertUnsigned } from "../../../prover/integers.ts";
import { createLicence, type Licence } from "../../protocol/licence.ts";
import type { MessageSigner } from "../../protocol/messages/signer.ts";
import {
  registryDomain,
  signLicence,
  signRevocation,
  signSuspension,
} from "../../protocol/messages/registry.ts";
import * as registry from "../../protocol/calls/registry/index.ts";
import type { RelayReceipt } from "../../protocol/calls/relay.ts";
import type { Connection } from "../connection.ts";
import { licenceOf } from "../licence-of.ts";
import { deadlineIn, type Lifetime } from "../signing.ts";

/** A medical board on one deployment. */
export interface BoardSession {
  readonly connection: Connection;
  /** The board's address in the registry. */
  readonly address: string;
  readonly signer: MessageSigner;
}

/** What a board knows of a surgeon's licence. */
export interface LicenceFacts {
  /** The surgeon's address. */
  readonly surgeon: string;
  /** As the board writes it; only its hash goes on chain. */
  readonly licenceNumber: string;
  /** At most 31 ASCII characters, such as `US-CA`. */
  readonly jurisdiction: string;
  /** At most 31 ASCII characters, such as `plastic-surgery`. */
  readonly specialty: string;
  /** First second at which the licence no longer counts. */
  readonly expiry: bigint;
}

/** A licence as a board attests it. It counts once its surgeon has registered with it. */
export interface Attestation {
  readonly licence: Licence;
  readonly board: string;
  readonly boardSignature: string;
}

/** Attests a licence, issued at the latest block's second. */
export async function attest(session: BoardSession, facts: LicenceFacts): Promise<Attestation> {
  const licence = createLicence({
    ...facts,
    surgeon: checkedAddress("surgeon", facts.surgeon),
    issuedAt: await session.connection.now(),
  });
  const boardSignature = await signLicence(session.signer, domainOf(session), licence);
  return { licence, board: session.address, boardSignature };
}

/** Suspends a licence until a second; one that has passed ends a suspension. */
export async function suspend(
  session: BoardSession,
  {
    surgeon,
    suspendedUntil,
    lifetime,
  }: Lifetime & { readonly surgeon: string; readonly suspendedUntil: bigint },
): Promise<RelayReceipt> {
  const { connection, address: board } = session;
  assertUnsigned("suspendedUntil", suspendedUntil, 64);
  const { licence } = licenceOf(await connection.view(), surgeon);
  const suspension = {
    surgeon,
    numberHash: licence.numberHash,
    issuedAt: await connection.now(),
    suspendedUntil,
    deadline: await deadlineIn(connection, { lifetime }),
  };
  const boardSignature = await signSuspension(session.signer, domainOf(session), suspension);
  return connection.send(registry.suspend(connection.deployment, { ...suspension, board, boardSignature }));
}

/** Revokes a licence for good. */
export async function revoke(
  session: BoardSession,
  { surgeon, lifetime }: Lifetime & { readonly surgeon: string },
): Promise<RelayReceipt> {
  const { connection, address: board } = session;
  const { numberHash, issuedAt } = licenceOf(await connection.view(), surgeon).licence;
  const revocation = { surgeon, numberHash, issuedAt, deadline: await deadlineIn(connection, { lifetime }) };
  const boardSignature = await signRevocation(session.signer, domainOf(session), revocation);
  const { deadline } = revocation;
  return connection.send(
    registry.revoke(connection.deployment, { surgeon, board, deadline, boardSignature }),
  );
}

function domainOf({ connection: { deployment } }: BoardSession) {
  return registryDomain(deployment.chainId, deployment.registry);
}
