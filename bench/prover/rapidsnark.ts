import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

import { wtns } from "snarkjs";

import type { ReviewArtifacts } from "../../prover/artifacts/index.ts";
import { prepareReview } from "../../prover/review/request.ts";
import { reviewRequest } from "../../fixtures/review-request.ts";
import type { Contender } from "../statistics.ts";

/**
 * The native prover that the environment variable RAPIDSNARK names; undefined where it names none.
 *
 * It gets the witness for nothing, but reads the key anew for each proof, as it always does.
 */
export async function rapidsnarkContender(
  artifacts: ReviewArtifacts,
): Promise<(Contender & AsyncDisposable) | undefined> {
  const binary = process.env["RAPIDSNARK"];
  if (binary === undefined) return undefined;
  const directory = await mkdtemp(join(tmpdir(), "rapidsnark-"));
  const file = (name: string): string => join(directory, name);
  await writeFile(file("review.zkey"), artifacts.zkey);
  await wtns.calculate(prepareReview(reviewRequest()).input, artifacts.wasm, file("review.wtns"));
  return {
    name: "rapidsnark",
    run: () =>
      promisify(execFile)(binary, ["review.zkey", "review.wtns", "proof.json", "public.json"].map(file)),
    [Symbol.asyncDispose]: () => rm(directory, { recursive: true }),
  };
}
