// The README's "Embed it", run as it stands against the packed package: by this Node, and by the machine's own.
import { execFile } from "node:child_process";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";

import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { startLocalRollup } from "../../client/local/local-rollup.ts";
import { Patient } from "../../client/sdk/patient/index.ts";
import { Reader } from "../../client/sdk/reader/index.ts";
import { createSurgeon, license } from "../../fixtures/people.ts";
import { setStage, type Stage } from "../../fixtures/stage.ts";
import { close, operate, plan, schedule } from "../../fixtures/surgeries.ts";
import { loadVerificationKey } from "../../prover/artifacts/node.ts";
import { createRecoveryPhrase } from "../../prover/keys/index.ts";
import { createConsumer, type Consumer } from "../../tools/package/consumer.ts";
import { MACHINE_NODE, machineNode, requires } from "../setup/requirements.ts";
import { typeErrorsOf } from "./type-check.ts";

const ROOT = join(import.meta.dirname, "..", "..");
const run = promisify(execFile);

let consumer: Consumer;
let stage: Stage;
let phrases: string[];
let program: string;

/** The first TypeScript block below a heading of the README. */
async function exampleBelow(heading: string): Promise<string> {
  const readme = await readFile(join(ROOT, "README.md"), "utf8");
  const [, code] = /```ts\n([^]*?)```/.exec(readme.slice(readme.indexOf(heading))) ?? [];
  if (code === undefined) throw new Error(`The README has no example below ${heading}.`);
  return code;
}

beforeAll(async () => {
  consumer = await createConsumer();
  program = await exampleBelow("## Embed it");
  await writeFile(join(consumer.folder, "embed.mjs"), program);
  stage = await setStage(await startLocalRollup());
  const surgeon = await createSurgeon(stage.aftercare);
  await license(stage, surgeon, { name: "Dr. Amara Okafor", city: "San Diego", licenceNumber: "A-104482" });
  phrases = Array.from({ length: 3 }, () => createRecoveryPhrase());
  for (const phrase of phrases) {
    const agreed = await schedule(stage, Patient.fromPhrase(stage.aftercare, phrase), surgeon);
    await plan(agreed);
    await close(stage, await operate(stage, agreed, "surgery-09-rhinoplasty.json"));
  }
  await stage.keeper.flush();
}, 240_000);

afterAll(async () => {
  await stage.rollup.close();
  await consumer[Symbol.asyncDispose]();
});

/** Runs the example with a phrase, and returns how many reviews a reader verifies afterwards. */
async function reviewWith(node: string, phrase: string): Promise<number> {
  const deployment = JSON.stringify({ ...stage.deployment, chainId: Number(stage.deployment.chainId) });
  await run(node, [join(consumer.folder, "embed.mjs")], {
    env: { ...process.env, RPC_URL: stage.rollup.url, DEPLOYMENT: deployment, PHRASE: phrase },
    timeout: 120_000,
  });
  const reader = new Reader(stage.aftercare, { verificationKey: await loadVerificationKey("review") });
  return (await reader.reviews()).filter(({ verdict }) => verdict === "verified").length;
}

describe("the README's example", () => {
  it("takes a developer from the phrase to a posted review in under fifteen statements", () => {
    const statements = program.match(/;(?: \/\/.*)?$/gm) ?? [];
    expect(statements.length).toBeLessThan(15);
  });

  it("has no fault of types in a strict project", async () => {
    expect(await typeErrorsOf(consumer, program, { lib: "es2022", types: "node" })).toBe("");
  });

  it("posts a verified review under this Node", async () => {
    expect(await reviewWith(process.execPath, phrases[0]!)).toBe(1);
  });

  requires(machineNode).it("posts a verified review under the Node of the machine", async () => {
    expect(await reviewWith(MACHINE_NODE!, phrases[1]!)).toBe(2);
  });
});
