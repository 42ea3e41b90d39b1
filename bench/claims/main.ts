import { writeFile } from "node:fs/promises";

import { Wallet } from "ethers";

import type { Terminal } from "../../circuits/command-line.ts";
import { mint } from "../../client/local/mint.ts";
import * as claimPoolCalls from "../../client/protocol/calls/claim-pool/index.ts";
import type { ProvenClaim } from "../../client/protocol/calls/claim-pool/proven-claim.ts";
import { OwnAccount } from "../../client/sdk/index.ts";
import { Insurer, type PublishedPolicy } from "../../client/sdk/insurer/index.ts";
import { closedSurgeries, type ClosedSurgeries } from "../../fixtures/surgeries.ts";
import { loadArtifacts, loadManifest } from "../../prover/artifacts/node.ts";
import { all, eq, PROGRAM_SLOTS } from "../../prover/policy/index.ts";
import { createProver } from "../../prover/proving/index.ts";
import { describeMachine } from "../machine.ts";
import { summarise } from "../statistics.ts";

const RESULTS = new URL("../results/claims.json", import.meta.url);

/** iden3's on-chain query over a signed credential: five predicates, AND only. Source: its circuits' published sizes. */
const ANCHOR = { onChainQuery: 70_998, linkedMultiQuery5: 94_107 };

const BATCH = 8;

/** Token units paid for each claim. */
const PAYOUT = 1_000_000n;

const DAY = 86_400n;
const YEAR = 365n * DAY;

/** All days of the fixtures' surgeries. */
const COVERED = { coveredFrom: 0, coveredUntil: 25_000 };

/** Holds for every record, so that the story's patients can all claim; what a program says does not change what it costs. */
const EVERY_RECORD = all(eq("schemaVersion", 1));

/** What a claim costs to prove, to verify and to pay. */
export async function run(
  { json, write }: { readonly json: boolean; readonly write: boolean },
  { console }: Terminal,
): Promise<void> {
  const { constraints, domainSize } = (await loadManifest()).circuits.claim;
  const artifacts = await loadArtifacts("claim");
  await using prover = await createProver({ artifacts });
  // One claim goes first: it writes slots that later ones only change, as on a pool that is in use.
  await using scene = await closedSurgeries(BATCH + 2);
  const { relayer, deployment } = scene.stage;
  const { policyId } = await coverAll(scene);

  const proving: number[] = [];
  const verifying: number[] = [];
  const claims: ProvenClaim[] = [];
  for (const { patient, offer, record } of scene.surgeries) {
    const [open] = await patient.findClaims(offer, { record, coverages: [{ policyId, ...COVERED }] });
    if (!open) throw new Error("Every surgery of the benchmark can be claimed.");
    const startedAt = performance.now();
    const claim = await patient.proveClaim(open, { prover, payee: Wallet.createRandom().address });
    proving.push(performance.now() - startedAt);
    const provenAt = performance.now();
    await prover.verifyClaim(claim.proven);
    verifying.push(performance.now() - provenAt);
    claims.push(claim);
  }
  const [first, second, ...rest] = claims;
  if (!first || !second) throw new Error("The benchmark makes more than two claims.");
  await relayer.relay(claimPoolCalls.claim(deployment, first));
  const single = await relayer.relay(claimPoolCalls.claim(deployment, second));
  const batch = await relayer.relay(claimPoolCalls.claimBatch(deployment, { claims: rest }));

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
  if (write) await writeFile(RESULTS, `${JSON.stringify(result, null, 2)}\n`);
  if (json) console.log(JSON.stringify(result, null, 2));
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

/** A policy that every surgery of the scene is covered by. */
async function coverAll({ stage, surgeries }: ClosedSurgeries): Promise<PublishedPolicy> {
  const { accounts, aftercare, deployment, rollup } = stage;
  const account = new OwnAccount({ signer: accounts.insurer, provider: rollup.provider, deployment });
  const insurer = await Insurer.of(aftercare, { account });
  const amount = PAYOUT * BigInt(surgeries.length);
  await account.relay(mint(deployment, { account: accounts.insurer.address, amount }));
  const published = await insurer.publish({
    policy: EVERY_RECORD,
    payout: PAYOUT,
    maximumClaims: surgeries.length,
    closesAt: (await aftercare.now()) + YEAR,
    coverageNotice: 30n * DAY,
  });
  await insurer.fund({ amount });
  await insurer.back(published.policyId);
  const { policyId } = published;
  const coverages = await Promise.all(
    surgeries.map(({ patient, offer }) => patient.coverageFor(offer, { policyId, ...COVERED })),
  );
  await insurer.cover({ policyId, coverages });
  return published;
}
