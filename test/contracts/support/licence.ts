import type { Wallet } from "ethers";

import { DAY } from "./deployment.ts";
import type { Aftercare } from "./deployment.ts";
import { mined } from "./events.ts";
import { sign } from "./messages.ts";

/** The board that licensed a surgeon revokes the licence. */
export async function revokeLicence(aftercare: Aftercare, surgeon: string): Promise<void> {
  const { registry, medicalBoard, domains, chain } = aftercare;
  const { numberHash, issuedAt } = (await registry.registrationOf(surgeon)).licence;
  const deadline = (await chain.now()) + DAY;
  const message = { surgeon, numberHash, issuedAt, deadline };
  const signature = await sign(medicalBoard, domains.registry, "Revocation", message);
  await mined(registry.revoke(surgeon, medicalBoard.address, deadline, signature));
}

/** A surgeon hands her signature to another key. */
export async function rotateKey(
  aftercare: Aftercare,
  surgeon: string,
  current: Wallet,
  next: Wallet,
  newSigner: string = next.address,
): Promise<void> {
  const { registry, domains, chain } = aftercare;
  const nonce = await registry.nonceOf(surgeon);
  const deadline = (await chain.now()) + DAY;
  const message = { surgeon, newSigner, nonce, deadline };
  const [byCurrent, byNext] = [
    await sign(current, domains.registry, "Rotation", message),
    await sign(next, domains.registry, "Rotation", message),
  ];
  await mined(registry.rotateKey(surgeon, newSigner, nonce, deadline, byCurrent, byNext));
}
