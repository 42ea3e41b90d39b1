import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { basename, join } from "node:path";

import { type CompiledCircuit, compileCircuit } from "../../../circuits/tools/compiler.ts";
import { PROJECT_ROOT } from "../../../circuits/tools/project.ts";

/** Main components that tests compile, by their path from the project's root. */
export const REVIEW_SOURCE = "circuits/review.circom";
export const CLAIM_SOURCE = "circuits/claim.circom";
export const PROGRAM_SOURCE = "test/circuits/support/program-alone.circom";

/** A circuit compiled from its source into a folder that goes away with it. */
export async function compileForTest(source: string): Promise<CompiledCircuit & AsyncDisposable> {
  await mkdir(join(PROJECT_ROOT, "build"), { recursive: true });
  const folder = await mkdtemp(join(PROJECT_ROOT, "build", `${basename(source, ".circom")}-`));
  const compiled = await compileCircuit(source, folder);
  return { ...compiled, [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }) };
}
