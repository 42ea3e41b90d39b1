import type { Stage } from "../../fixtures/stage.ts";
import { loadArtifacts } from "../../prover/artifacts/node.ts";
import { createProver } from "../../prover/proving/index.ts";
import type { LocalRollup } from "../local/local-rollup.ts";
import type { State } from "../protocol/progress.ts";
import type { ChainView } from "../reader/chain-view.ts";
import { balanceSheetOf } from "./balance-sheet.ts";
import { castOf } from "./cast.ts";
import { attackPool } from "./chapters/attacking-insurance.ts";
import { attackBoard } from "./chapters/attacking.ts";
import { bookAll, licenseAll } from "./chapters/booking.ts";
import { goOtherWays } from "./chapters/exits.ts";
import { layGround, type Ground } from "./chapters/ground.ts";
import { insureAll } from "./chapters/insuring.ts";
import { readAll } from "./chapters/reading.ts";
import { reviewAll } from "./chapters/reviewing.ts";
import { operateAll } from "./chapters/surgery.ts";
import type { ProgressList } from "./progress.ts";
import { actionFigures, refusalFigures, timingOf, type StoryReport } from "./report.ts";

/** Plays the main job from an empty chain to verified reviews, and returns the figures. */
export async function tellStory(rollup: LocalRollup, progress: ProgressList): Promise<StoryReport> {
  const ground = await layGround(rollup, progress);
  const { stage, artifacts } = ground;
  await using prover = ground.prover;
  await using claimProver = await createProver({ artifacts: await loadArtifacts("claim") });
  const { surgeons, parts } = await castOf(stage.aftercare);

  await licenseAll(stage, surgeons, progress);
  const threads = await bookAll(stage, parts, progress);
  await operateAll(stage, threads, progress);
  await goOtherWays(stage, threads, progress);
  const posted = await reviewAll(prover, threads, progress);
  const refusals = await attackBoard({ stage, prover, threads, posted, progress });
  const insurance = await insureAll(stage, claimProver, threads, progress);
  const claimRefusals = await attackPool({ stage, prover: claimProver, insurance, progress });
  const { reader, checks, verifyingMilliseconds } = await readAll(
    stage,
    artifacts.verificationKey,
    surgeons,
    progress,
  );

  const view = await stage.aftercare.view();
  return {
    ...settingOf(ground),
    actions: actionFigures(stage.receipts),
    proving: timingOf(posted.map(({ provingMilliseconds }) => provingMilliseconds)),
    verifying: timingOf(verifyingMilliseconds),
    bookings: endingsOf(view),
    reviews: {
      posted: posted.length,
      verified: checks.filter(({ verdict }) => verdict === "verified").length,
    },
    ...refusalFigures(refusals),
    claims: {
      paid: insurance.paid.length,
      proving: timingOf(insurance.paid.map(({ provingMilliseconds }) => provingMilliseconds)),
      ...refusalFigures(claimRefusals),
    },
    surgeons: await Promise.all(
      surgeons.map(async ({ name, role }) => {
        const { surgeon: address, ...figures } = await reader.figures(role.address);
        return { name, address, ...figures };
      }),
    ),
    money: await balanceSheetOf(stage, view),
  };
}

function settingOf({ stage, manifest, artifacts }: Ground): Pick<StoryReport, "chain" | "circuit"> {
  const { constraints, domainSize } = manifest.circuits.review;
  return {
    chain: chainOf(stage),
    circuit: { review: { constraints, domainSize, ceremony: artifacts.ceremony } },
  };
}

function chainOf({ rollup, deployment }: Stage): StoryReport["chain"] {
  const { registry, escrow, tree, board, token, policyBook, claimPool } = deployment;
  return {
    url: rollup.url,
    chainId: Number(deployment.chainId),
    contracts: { registry, escrow, tree, board, token, policyBook, claimPool },
  };
}

function endingsOf({ bookings }: ChainView): StoryReport["bookings"] {
  const count = (state: State) =>
    [...bookings.values()].filter(({ progress }) => progress.state === state).length;
  return {
    total: bookings.size,
    closed: count("CLOSED"),
    refunded: count("SURGEON_NO_SHOW"),
    lapsed: count("LAPSED"),
    cancelled: count("CANCELLED"),
    patientNoShows: count("PATIENT_NO_SHOW"),
    settled: count("SETTLED"),
    ruled: count("RULED"),
  };
}
