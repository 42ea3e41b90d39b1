import { sha256 } from "ethers/crypto";
import { hexlify } from "ethers/utils";
import * as registry from "../../protocol/calls/registry/index.ts";
import type { RelayReceipt } from "../../protocol/calls/relay.ts";
import type { Profile } from "../../protocol/licence.ts";
import type { MessageSigner } from "../../protocol/messages/signer.ts";
import {
  registryDomain,
  signProfileUpdate,
  signRegistration,
  signRotation,
} from "../../protocol/messages/registry.ts";
import { encryptionKeyOf, recipientOfIdentity } from "../../records/sealing.ts";
import type { Attestation } from "../board/attest.ts";
import { deadlineIn, type Lifetime } from "../signing.ts";
import type { SurgeonSession } from "./session.ts";

/** The document that a surgeon publishes about herself; its hash is on chain. */
export interface PublicProfile extends Lifetime {
  readonly profile: Uint8Array;
}

/** Registers, or renews, with the licence that a board attests. */
export async function register(
  session: SurgeonSession,
  { licence, board, boardSignature }: Attestation,
  { profile: document, lifetime }: PublicProfile,
): Promise<RelayReceipt> {
  const { connection } = session;
  const { chainId, registry: registryAddress } = connection.deployment;
  const profile = await profileOf(session, document);
  const deadline = await deadlineIn(connection, { lifetime });
  const { numberHash, issuedAt } = licence;
  const surgeonSignature = await signRegistration(session.signer, registryDomain(chainId, registryAddress), {
    numberHash,
    issuedAt,
    board,
    profile,
    deadline,
  });
  return connection.send(
    registry.register(connection.deployment, {
      licence,
      board,
      boardSignature,
      profile,
      deadline,
      surgeonSignature,
    }),
  );
}

/** Publishes another profile. */
export async function updateProfile(
  session: SurgeonSession,
  { profile: document, lifetime }: PublicProfile,
): Promise<RelayReceipt> {
  const { connection, address } = session;
  const { chainId, registry: registryAddress } = connection.deployment;
  const update = {
    surgeon: address,
    profile: await profileOf(session, document),
    nonce: await connection.contracts.registry.nonceOf(address),
    deadline: await deadlineIn(connection, { lifetime }),
  };
  const domain = registryDomain(chainId, registryAddress);
  const surgeonSignature = await signProfileUpdate(session.signer, domain, update);
  return connection.send(registry.updateProfile(connection.deployment, { ...update, surgeonSignature }));
}

/** Hands her signature over to another key; both keys sign it. */
export async function rotateKey(
  session: SurgeonSession,
  { newSigner, lifetime }: Lifetime & { readonly newSigner: MessageSigner },
): Promise<RelayReceipt> {
  const { connection, address } = session;
  const { chainId, registry: registryAddress } = connection.deployment;
  const rotation = {
    surgeon: address,
    newSigner: await newSigner.getAddress(),
    nonce: await connection.contracts.registry.nonceOf(address),
    deadline: await deadlineIn(connection, { lifetime }),
  };
  const domain = registryDomain(chainId, registryAddress);
  return connection.send(
    registry.rotateKey(connection.deployment, {
      ...rotation,
      currentSignerSignature: await signRotation(session.signer, domain, rotation),
      newSignerSignature: await signRotation(newSigner, domain, rotation),
    }),
  );
}

async function profileOf({ ageIdentity }: SurgeonSession, document: Uint8Array): Promise<Profile> {
  return {
    encryptionKey: hexlify(encryptionKeyOf(await recipientOfIdentity(ageIdentity))),
    contentHash: sha256(document),
  };
}
