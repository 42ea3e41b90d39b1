import { cp, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

import { MalformedFileError, PhaseTwoSkippedError } from "../../../../circuits/tools/errors.ts";
import { manifestPath, readManifest, writeManifest } from "../../../../circuits/tools/manifest.ts";
import { ARTIFACTS_FOLDER, PROJECT_ROOT } from "../../../../circuits/tools/project.ts";
import { generateVerifiers } from "../../../../contracts/generators/verifier/verifiers.ts";
import { temporaryFolder } from "../../../circuits/support/small-circuit.ts";

const COMMITTED = join(PROJECT_ROOT, "contracts", "verifiers");

let artifacts: Awaited<ReturnType<typeof temporaryFolder>>;

beforeEach(async () => {
  artifacts = await temporaryFolder();
  for (const name of ["review/review.vkey.json", "claim/claim.vkey.json", "manifest.json"]) {
    await cp(join(ARTIFACTS_FOLDER, name), join(artifacts.path, name));
  }
});
afterEach(() => artifacts[Symbol.asyncDispose]());

const generate = async () =>
  new Map((await generateVerifiers(artifacts.path, "out")).map(({ path, text }) => [path, text]));

async function editReviewKey(edit: (key: Record<string, unknown>) => object): Promise<void> {
  const path = join(artifacts.path, "review", "review.vkey.json");
  const key = JSON.parse(await readFile(path, "utf8")) as Record<string, unknown>;
  await writeFile(path, JSON.stringify(edit(key)));
}

describe("the Solidity verifiers", () => {
  it("that are committed are those of the committed keys, and there are no others", async () => {
    const generated = await generateVerifiers(ARTIFACTS_FOLDER, COMMITTED);
    expect(generated.map(({ path }) => path)).toEqual([
      join(COMMITTED, "ReviewBatchVerifier.sol"),
      join(COMMITTED, "ClaimBatchVerifier.sol"),
    ]);
    for (const { path, text } of generated) expect(await readFile(path, "utf8")).toBe(text);
  });

  it("say whether their key is for development", async () => {
    const manifest = await readManifest(artifacts.path);
    const claim = { ...manifest.circuits.claim!, ceremony: "public" as const };
    await writeManifest(artifacts.path, { ...manifest, circuits: { ...manifest.circuits, claim } });
    const sources = await generate();
    expect(sources.get("out/ReviewBatchVerifier.sol")).toContain("IS_DEVELOPMENT_KEY = true");
    expect(sources.get("out/ClaimBatchVerifier.sol")).toContain("IS_DEVELOPMENT_KEY = false");
  });

  it("change with their key", async () => {
    const before = await generate();
    await editReviewKey((key) => ({ ...key, vk_delta_2: key.vk_beta_2 }));
    const after = await generate();
    expect(after.get("out/ReviewBatchVerifier.sol")).not.toBe(before.get("out/ReviewBatchVerifier.sol"));
    expect(after.get("out/ClaimBatchVerifier.sol")).toBe(before.get("out/ClaimBatchVerifier.sol"));
  });

  it("are not made of a key under which anyone can forge proofs", async () => {
    await editReviewKey((key) => ({ ...key, vk_delta_2: key.vk_gamma_2 }));
    await expect(generate()).rejects.toThrow(PhaseTwoSkippedError);
  });

  it("are not made of a key that is malformed, or for another number of signals", async () => {
    await editReviewKey((key) => ({ ...key, vk_alpha_1: ["1"] }));
    await expect(generate()).rejects.toThrow(MalformedFileError);
    await cp(ARTIFACTS_FOLDER, artifacts.path, { recursive: true });
    const text = await readFile(manifestPath(artifacts.path), "utf8");
    await writeFile(manifestPath(artifacts.path), text.replace('"publicSignals": 6', '"publicSignals": 5'));
    await expect(generate()).rejects.toThrow(MalformedFileError);
  });
});
