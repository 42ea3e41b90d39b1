/** Writes the contracts that are generated from verification keys: `node contracts/generators/main.ts`. */
import { writeFile } from "node:fs/promises";

import { BATCHED_CIRCUITS, circuitBatchVerifier } from "./circuit-batch-verifier.ts";

for (const circuit of BATCHED_CIRCUITS) {
  const { path, source } = await circuitBatchVerifier(circuit);
  await writeFile(path, source);
}
