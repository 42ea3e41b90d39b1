import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { join } from "node:path";

import { type CompiledCircuit, compileCircuit } from "../../../circuits/tools/compiler.ts";
import { PROJECT_ROOT } from "../../../circuits/tools/project.ts";

/** The review circuit compiled from its source into a folder that goes away with it. */
export async function compileReview(): Promise<CompiledCircuit & AsyncDisposable> {
  await mkdir(join(PROJECT_ROOT, "build"), { recursive: true });
  const folder = await mkdtemp(join(PROJECT_ROOT, "build", "review-"));
  const compiled = await compileCircuit("circuits/review.circom", folder);
  return { ...compiled, [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }) };
}
