import { ZeroAddress, type BaseContract, type Wallet } from "ethers";

import { bySurgeon } from "../../client/services/relayer/batch-order.ts";
import type { RelayableCall } from "../../client/protocol/calls/call.ts";
import { post, postBatch } from "../../client/protocol/calls/board/index.ts";
import type { Deployment } from "../../client/protocol/deployment.ts";
import { type ReviewSubmission, submissionOf } from "../../client/protocol/review.ts";
import { loadArtifacts } from "../../prover/artifacts/node.ts";
import { patientCommitmentOf } from "../../prover/commitments.ts";
import { createProver } from "../../prover/index.ts";
import { leafOf, surgeonDayOf, SurgeryTree, type ClosedSurgery } from "../../prover/tree/index.ts";
import { reviewText } from "./review-text.ts";
import type { MeasuringRollup } from "./rollup.ts";
import type { Step } from "./steps.ts";
import { SURGEONS, surgeonsInTurn } from "./surgeons.ts";
import { deployTree } from "./tree.ts";

const REVIEW_FEE = 50_000n;
const MINIMUM_LEAVES = 3;
const CLOSED_DAY = 20_000;
const ZERO = ZeroAddress;

/** Reviews on the board before the first that is measured: of each surgeon as many as the floor of leaves. */
const EARLIER_REVIEWS = SURGEONS.length * MINIMUM_LEAVES;

const REVIEW_BATCHES = [1, 4, 16, 32] as const;
const ONE_SURGEONS_BATCH = 16;

/** The step that posts so many reviews. */
export const reviewStep = (batch: number): string => (batch === 1 ? "review" : `reviews, ${batch}`);
/** The same if they are all of one surgeon. */
export const oneSurgeonsReviewStep = (batch: number): string => `${reviewStep(batch)} of one surgeon`;

/** What posts reviews, without any bookings: the tree's queue is open. */
async function deployBoard(chain: MeasuringRollup) {
  const accessManager = await chain.deploy("AccessManager", [chain.sender.address]);
  const registry = await chain.deploy("SurgeonRegistry", [accessManager]);
  const token = await chain.deploy("TestDollar");
  const fees = [REVIEW_FEE, 2_000_000n, 25_000_000n];
  const escrow = await chain.deploy("SurgeryEscrow", [
    accessManager,
    registry,
    token,
    chain.sender.address,
    ...fees,
  ]);
  const { queue, tree } = await deployTree(chain);
  const verifier = await chain.deploy("ReviewBatchVerifier");
  const board = await chain.deploy("ReviewBoard", [accessManager, escrow, tree, verifier, MINIMUM_LEAVES]);
  return { queue, tree, board };
}

/** Closed surgeries of these surgeons, their secrets, and reviews of them proven as patients prove them. */
async function proveReviews(
  chain: MeasuringRollup,
  { queue, tree, board }: Record<"queue" | "tree" | "board", BaseContract>,
  surgeons: readonly Wallet[],
): Promise<ReviewSubmission[]> {
  const closed = surgeons.map(({ address: surgeon }, index): ClosedSurgery => ({
    patientCommitment: patientCommitmentOf(BigInt(index) + 1n),
    surgeon,
    closedDay: CLOSED_DAY,
    recordCommitment: BigInt(index) + 1n,
  }));
  const leaves = closed.map(({ surgeon, closedDay, ...commitments }) => ({
    ...commitments,
    surgeonDay: surgeonDayOf(surgeon, closedDay),
  }));
  await chain.send(await queue.getFunction("enqueue").populateTransaction(leaves));
  await chain.send(await tree.getFunction("flush").populateTransaction(leaves, []));

  const proverTree = SurgeryTree.fromLeaves(closed.map(leafOf));
  const { chainId } = await chain.rollup.provider.getNetwork();
  await using prover = await createProver({ artifacts: await loadArtifacts("review") });
  const submissions: ReviewSubmission[] = [];
  for (const [index, surgery] of closed.entries()) {
    const content = {
      chainId,
      board: await board.getAddress(),
      surgeon: surgery.surgeon,
      rating: 5,
      text: reviewText(index),
      version: 1,
      feeRecipient: ZERO,
      maxFee: REVIEW_FEE,
    };
    const secret = BigInt(index) + 1n;
    const path = proverTree.path(index);
    submissions.push(
      submissionOf(content, await prover.proveReview({ content, secret, closed: surgery, path })),
    );
  }
  return submissions;
}

/**
 * Reviews of 200 bytes of text, of surgeons who have been reviewed {@link MINIMUM_LEAVES} times before, through a relayer who has
 * earned fees before and puts them in the order that our relayer does; one batch is of one surgeon's alone.
 */
export async function measureReviews(chain: MeasuringRollup): Promise<Step[]> {
  const contracts = await deployBoard(chain);
  const largest = Math.max(...REVIEW_BATCHES);
  const submissions = await proveReviews(chain, contracts, [
    ...surgeonsInTurn(EARLIER_REVIEWS),
    ...surgeonsInTurn(largest),
    ...Array.from({ length: ONE_SURGEONS_BATCH }, () => SURGEONS[0]!),
  ]);
  const deployment = await deploymentOf(chain, contracts);
  const together = (batch: readonly ReviewSubmission[]) => postBatch(deployment, { submissions: batch });
  await chain.send(together(bySurgeon(submissions.slice(0, EARLIER_REVIEWS))));

  const waiting = submissions.slice(EARLIER_REVIEWS);
  const measure = (name: string, batch: readonly ReviewSubmission[], call: RelayableCall): Promise<Step> =>
    chain.onBranch(async () => ({ name, items: batch.length, ...(await chain.measure(call)) }));
  const [single] = waiting;
  if (!single) throw new Error("There is nothing to review.");
  const steps = [await measure(reviewStep(1), [single], post(deployment, single))];
  for (const size of REVIEW_BATCHES.slice(1)) {
    const batch = waiting.slice(0, size);
    steps.push(await measure(reviewStep(size), batch, together(bySurgeon(batch))));
  }
  const alone = waiting.slice(largest);
  steps.push(await measure(oneSurgeonsReviewStep(alone.length), alone, together(alone)));
  return steps;
}

async function deploymentOf(
  chain: MeasuringRollup,
  { tree, board }: Record<"tree" | "board", BaseContract>,
): Promise<Deployment> {
  const { chainId } = await chain.rollup.provider.getNetwork();
  const elsewhere = { registry: ZERO, escrow: ZERO, token: ZERO, policyBook: ZERO, claimPool: ZERO };
  return {
    ...elsewhere,
    chainId,
    tree: await tree.getAddress(),
    board: await board.getAddress(),
    firstBlock: 0,
  };
}
