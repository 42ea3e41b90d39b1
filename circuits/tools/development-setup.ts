import { createHash } from "node:crypto";
import { dirname, join } from "node:path";

import type { FinishedKey } from "./artifacts.ts";
import { applyBeacon, contribute, startProvingKey } from "./phase-two.ts";
import { identifyPowersOfTau } from "./powers-of-tau.ts";

const DEVELOPMENT_BEACON = createHash("sha256").update("Aftercare development setup").digest("hex");

/**
 * Makes a key by one contribution and a beacon that is no secret. Whoever runs this could keep the contribution and forge
 * proofs with it, so the key is for development only.
 *
 * @returns The key, beside the .r1cs file.
 */
export async function developmentSetup(r1cs: string, powersOfTau: string): Promise<FinishedKey> {
  const folder = dirname(r1cs);
  const [started, contributed, finished] = ["started", "contributed", "finished"].map((stage) =>
    join(folder, `${stage}.zkey`),
  ) as [string, string, string];
  await startProvingKey(r1cs, powersOfTau, started);
  await contribute(started, contributed, "development contribution");
  await applyBeacon(contributed, finished, "development beacon", DEVELOPMENT_BEACON, 10);
  return {
    ceremony: "development",
    provingKey: finished,
    powersOfTau: await identifyPowersOfTau(powersOfTau),
  };
}
