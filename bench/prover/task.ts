import { cp, mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import type { CircuitName } from "../../circuits/manifest.ts";
import { claimRequest } from "../../fixtures/claim-request.ts";
import { reviewRequest } from "../../fixtures/review-request.ts";
import { prepareClaim } from "../../prover/claim/request.ts";
import { prepareReview } from "../../prover/review/request.ts";
import { moduleOf } from "../../tools/package/request.ts";

/** Where the artifacts are. */
export const ARTIFACTS = fileURLToPath(new URL("../../circuits/artifacts", import.meta.url));

const USERS = fileURLToPath(new URL("../../tools/package/users", import.meta.url));

/** What makes a first proof, in Node or in a page, with the package or with snarkjs. */
export type ProgramName = `first-proof-in-${"node" | "page"}${"" | "-by-snarkjs"}`;

const TASKS = {
  review: () => {
    const request = reviewRequest();
    return { request, input: prepareReview(request).input };
  },
  claim: () => {
    const request = claimRequest();
    return { request, input: prepareClaim(request).input };
  },
} as const satisfies Record<CircuitName, () => object>;

/** Puts a program into a folder of its own below a consumer's, with what it proves; returns the folder. */
export async function layTask(consumer: string, circuit: CircuitName, program: ProgramName): Promise<string> {
  const folder = join(consumer, `${program}-${circuit}`);
  await mkdir(folder);
  await cp(join(USERS, `${program}.mjs`), join(folder, "main.js"));
  await writeFile(join(folder, "task.js"), moduleOf({ circuit, folder: ARTIFACTS, ...TASKS[circuit]() }));
  return folder;
}
