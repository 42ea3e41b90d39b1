import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { join } from "node:path";

import { publishArtifacts } from "../../../circuits/tools/artifacts.ts";
import { type Circuit, circuitNamed } from "../../../circuits/tools/circuits.ts";
import { withCompiledCircuit } from "../../../circuits/tools/compiler.ts";
import { developmentSetup } from "../../../circuits/tools/development-setup.ts";
import { PROJECT_ROOT } from "../../../circuits/tools/project.ts";

/** A circuit of one constraint: everything about keys can be tried on it in well under a second. */
export const SQUARE: Circuit = {
  name: "square",
  source: "test/circuits/support/square.circom",
  developmentPowersOfTau: circuitNamed("review").developmentPowersOfTau,
};

/** A folder inside the project's build folder that goes away when its owner is done. */
export async function temporaryFolder(): Promise<AsyncDisposable & { readonly path: string }> {
  await mkdir(join(PROJECT_ROOT, "build"), { recursive: true });
  const path = await mkdtemp(join(PROJECT_ROOT, "build", "test-"));
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }) };
}

/** Artifacts of the small circuit in a folder, made as `circuits setup` makes them. */
export async function setUpSquare(artifactsFolder: string): Promise<void> {
  await withCompiledCircuit(SQUARE.source, async (compiled) => {
    const key = await developmentSetup(compiled.r1cs, SQUARE.developmentPowersOfTau);
    await publishArtifacts(SQUARE, compiled, key, artifactsFolder);
  });
}
