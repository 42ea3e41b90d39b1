/** Writes the contracts that are generated from verification keys: `node contracts/generators/main.ts`. */
import { writeFile } from "node:fs/promises";

import { reviewBatchVerifier } from "./review-batch-verifier.ts";

const { path, source } = await reviewBatchVerifier();
await writeFile(path, source);
