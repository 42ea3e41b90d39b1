import { hexlify, sha256, toUtf8Bytes } from "ethers";
import { register } from "../../protocol/calls/registry/index.ts";
import { createLicence } from "../../protocol/licence.ts";
import { signLicence, signRegistration } from "../../protocol/messages/registry.ts";
import { encryptionKeyOf } from "../../records/sealing.ts";
import type { Surgeon } from "../cast.ts";
import type { Stage } from "../stage.ts";

const YEAR = 365n * 86_400n;
const HOUR = 3_600n;

/** The board attests a surgeon's licence, and the surgeon publishes her profile with it. */
export async function license(stage: Stage, surgeon: Surgeon): Promise<void> {
  const now = await stage.rollup.now();
  const board = await stage.boardSigner.getAddress();
  const licence = createLicence({
    surgeon: surgeon.wallet.address,
    licenceNumber: surgeon.licenceNumber,
    jurisdiction: "US-CA",
    specialty: "plastic-surgery",
    issuedAt: now,
    expiry: now + 2n * YEAR,
  });
  const profile = {
    encryptionKey: hexlify(encryptionKeyOf(surgeon.ageRecipient)),
    contentHash: sha256(toUtf8Bytes(JSON.stringify({ name: surgeon.name, city: surgeon.city }))),
  };
  const deadline = now + HOUR;
  const { numberHash, issuedAt } = licence;
  await stage.relay(
    register(stage.deployment, {
      licence,
      board,
      boardSignature: await signLicence(stage.boardSigner, stage.domains.registry, licence),
      profile,
      deadline,
      surgeonSignature: await signRegistration(surgeon.wallet, stage.domains.registry, {
        numberHash,
        issuedAt,
        board,
        profile,
        deadline,
      }),
    }),
  );
}
