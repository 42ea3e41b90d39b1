/** What a claim costs to prove, to verify and to pay: `bench claims [--json] [--write]`. */
import { writeFile } from "node:fs/promises";
import { parseArgs } from "node:util";

import { readPolicies } from "../../client/reader/replay/policies.ts";
import * as claimPoolCalls from "../../client/protocol/calls/claim-pool/index.ts";
import { openClaimsOf } from "../../client/sdk/insurance.ts";
import { contentOf, cover, publish, surgeryOf } from "../../client/demo/chapters/insurance.ts";
import { loadArtifacts, loadManifest } from "../../prover/artifacts/node.ts";
import type { ClaimContent, ClaimProof } from "../../prover/claim/index.ts";
import { createProver } from "../../prover/proving/index.ts";
import { all, eq, PROGRAM_SLOTS } from "../../prover/policy/index.ts";
import { closedSurgeries } from "../../test/client/support/closed-surgeries.ts";
import { describeMachine } from "../machine.ts";
import { summarise } from "../statistics.ts";

const RESULTS = new URL("../results/claims.json", import.meta.url);

/** iden3's on-chain query over a signed credential: five predicates, AND only. Source: its circuits' published sizes. */
const ANCHOR = { onChainQuery: 70_998, linkedMultiQuery5: 94_107 };

const BATCH = 8;

/** All days of the fixtures' surgeries. */
const COVERED = { coveredFrom: 0, coveredUntil: 25_000 };

/** Holds for every record, so that the story's patients can all claim; what a program says does not change what it costs. */
const EVERY_RECORD = all(eq("schemaVersion", 1));

export async function run(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: { json: { type: "boolean", default: false }, write: { type: "boolean", default: false } },
  });
  const { constraints, domainSize } = (await loadManifest()).circuits.claim;
  await using prover = await createProver({ artifacts: await loadArtifacts("claim") });
  // One claim goes first: it writes slots that later ones only change, as on a pool that is in use.
  await using scene = await closedSurgeries(BATCH + 2);
  const { stage, parts, records, view } = scene;
  const insured = parts.map((part, index) => ({ part, record: records[index]! }));
  const insurer = await stage.rollup.provider.getSigner(5);
  const published = await publish(stage, insurer, EVERY_RECORD, 1_000_000n, insured.length);
  await cover(stage, insurer, published, insured, COVERED);
  const policies = await readPolicies(
    stage.deployment,
    stage.rollup.provider,
    await stage.rollup.provider.getBlockNumber(),
  );

  const proving: number[] = [];
  const verifying: number[] = [];
  const claims: { content: ClaimContent; proven: ClaimProof }[] = [];
  for (const { part, record } of insured) {
    const [open] = openClaimsOf(
      surgeryOf(view, part, record, [published], COVERED),
      policies,
      await stage.rollup.now(),
    );
    if (!open) throw new Error("Every surgery of the benchmark can be claimed.");
    const content = contentOf(stage, published.policyId);
    const startedAt = performance.now();
    const proven = await prover.proveClaim({ ...open.knowledge, content });
    proving.push(performance.now() - startedAt);
    const provenAt = performance.now();
    await prover.verifyClaim(proven);
    verifying.push(performance.now() - provenAt);
    claims.push({ content, proven });
  }
  const [first, second, ...rest] = claims;
  if (!first || !second) throw new Error("The benchmark makes more than two claims.");
  await stage.relay(claimPoolCalls.claim(stage.deployment, first));
  const single = await stage.relay(claimPoolCalls.claim(stage.deployment, second));
  const batch = await stage.relay(claimPoolCalls.claimBatch(stage.deployment, { claims: rest }));

  const result = {
    machine: describeMachine(),
    constraints,
    domain: domainSize,
    clauses: PROGRAM_SLOTS,
    proving: summarise(proving),
    verifying: summarise(verifying),
    gas: { single: Number(single.gasUsed), batch8: Math.round(Number(batch.gasUsed) / rest.length) },
    anchor: ANCHOR,
    constraintsVsAnchor:
      Math.round((1_000 * constraints) / (ANCHOR.onChainQuery + ANCHOR.linkedMultiQuery5)) / 1_000,
  };
  if (values.write) await writeFile(RESULTS, `${JSON.stringify(result, null, 2)}\n`);
  if (values.json) console.log(JSON.stringify(result, null, 2));
  else {
    console.table({
      constraints,
      domain: domainSize,
      clauses: PROGRAM_SLOTS,
      "prove, ms": result.proving.median,
      "verify, ms": result.verifying.median,
      "gas of one claim": result.gas.single,
      [`gas of one of ${rest.length}`]: result.gas.batch8,
      "constraints / iden3's": result.constraintsVsAnchor,
    });
  }
}
