import { id, ZeroAddress, type BaseContract } from "ethers";

import { callsOf, type RelayableCall } from "../../client/sdk/calls.ts";
import { contractsOf } from "../../client/sdk/deployment.ts";
import { submissionOf, type ReviewSubmission } from "../../client/sdk/review.ts";
import { loadArtifacts } from "../../prover/artifacts/node.ts";
import { patientCommitmentOf } from "../../prover/commitments.ts";
import { createProver } from "../../prover/index.ts";
import { leafOf, surgeonDayOf, SurgeryTree, type ClosedSurgery } from "../../prover/tree/index.ts";
import type { MeasuringRollup } from "./rollup.ts";
import type { Step } from "./steps.ts";
import { deployTree } from "./tree.ts";

/** 200 bytes: the text of every review measured. */
const TEXT =
  "She took half an hour to explain each step, and what could go wrong. The pain was less than I had feared, the staff " +
  "were kind, and six weeks later I walk without a stick. I would choose her again!!!";
const REVIEW_FEE = 50_000n;
const MINIMUM_LEAVES = 3;
const CLOSED_DAY = 20_000;
const ZERO = ZeroAddress;

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

/** Closed surgeries of several surgeons, their secrets, and reviews of them proven as patients prove them. */
async function proveReviews(
  chain: MeasuringRollup,
  { queue, tree, board }: Record<"queue" | "tree" | "board", BaseContract>,
  surgeons: readonly string[],
): Promise<ReviewSubmission[]> {
  const closed = surgeons.map((surgeon, index): ClosedSurgery => ({
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
  await chain.send(await tree.getFunction("flush").populateTransaction(leaves));

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
      text: TEXT,
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
 * Reviews of 200 bytes of text, of surgeons who have been reviewed before, through a relayer who has earned fees before.
 *
 * @param sizes Batches of one surgeon's reviews.
 * @param mixed Whether to measure a batch of 16 of four surgeons too.
 */
export async function measureReviews(
  chain: MeasuringRollup,
  sizes: readonly number[],
  mixed: boolean,
): Promise<Step[]> {
  const contracts = await deployBoard(chain);
  const surgeons = ["one", "two", "three", "four"].map((name) => `0x${id(`surgeon ${name}`).slice(-40)}`);
  const [first, ...others] = surgeons as [string, ...string[]];
  const largest = Math.max(...sizes);
  // Of each surgeon one to begin with and enough leaves for the anonymity floor.
  const schedule = [
    ...surgeons,
    ...Array.from({ length: largest }, () => first),
    ...(mixed ? others.flatMap((other) => [other, other, other, other]) : []),
  ];
  const submissions = await proveReviews(chain, contracts, schedule);
  const address = async (contract: BaseContract) => contract.getAddress();
  const { postBatch, post } = callsOf(
    contractsOf(
      {
        chainId: (await chain.rollup.provider.getNetwork()).chainId,
        registry: ZERO,
        escrow: ZERO,
        token: ZERO,
        tree: await address(contracts.tree),
        board: await address(contracts.board),
        firstBlock: 0,
      },
      chain.rollup.provider,
    ),
  );
  const request = ({ to, data }: RelayableCall) => ({ to, data });
  const begun = mixed ? surgeons.length : 1;
  await chain.send(request(postBatch(submissions.slice(0, begun))));
  const ofFirst = submissions.slice(surgeons.length, surgeons.length + largest);
  const steps: Step[] = [];
  for (const items of sizes) {
    const [single] = ofFirst;
    const call =
      items === 1 && single ? post(single.review, single.proof) : postBatch(ofFirst.slice(0, items));
    steps.push(
      await chain.onBranch(async () => ({
        name: items === 1 ? "review" : `reviews, ${items}`,
        items,
        ...(await chain.measure(request(call))),
      })),
    );
  }
  if (mixed) {
    const ofOthers = submissions.slice(surgeons.length + largest);
    // In turn, as they would come in.
    const inTurn = [0, 4, 8].flatMap((start) => ofOthers.slice(start, start + 4));
    const batch = [...ofFirst.slice(0, 4), ...inTurn];
    steps.push({
      name: "reviews, 16 of four surgeons",
      items: 16,
      ...(await chain.measure(request(postBatch(batch)))),
    });
  }
  return steps;
}
