import type { ContractTransactionReceipt } from "ethers";
import { afterAll, beforeAll, expect, it } from "vitest";

import type { SurgeryTree } from "../../build/typechain/index.ts";
import { Booking } from "./support/booking.ts";
import { startChain } from "./support/chain.ts";
import type { Chain } from "./support/chain.ts";
import {
  deployAftercare,
  deployPoseidon,
  keyOf,
  licenseSurgeon,
  MINIMUM_LEAVES,
  ROOT_LIFETIME,
} from "./support/deployment.ts";
import { mined } from "./support/events.ts";
import { surgeriesOf } from "./support/reference-tree.ts";
import { closeSurgeries, posting, reviewOf } from "./support/review.ts";

const surgeon = keyOf("surgeon");
const measured = new Map<Action, number>();

/** What each action may cost at most, in gas: a twentieth to a tenth above what was last measured. */
const BUDGET = {
  schedule: 123_000,
  confirm: 55_000,
  execute: 49_000,
  close: 60_500,
  "flush of 1": 965_000,
  "flush of 12": 1_885_000,
  "flush of 64": 6_050_000,
  post: 172_000,
} as const;
type Action = keyof typeof BUDGET;

function record(action: Action, receipt: ContractTransactionReceipt): void {
  measured.set(action, Number(receipt.gasUsed));
}

async function measureBookings(chain: Chain): Promise<void> {
  const aftercare = await deployAftercare(chain);
  await licenseSurgeon(aftercare, surgeon);
  // A surgeon and a treasury that have been paid before: what most bookings find.
  await closeSurgeries(aftercare, surgeon, MINIMUM_LEAVES);
  const booking = await Booking.of(aftercare, surgeon);
  record("schedule", await booking.perform("schedule"));
  record("confirm", await booking.perform("confirm"));
  record("execute", await booking.perform("execute"));
  record("close", await booking.perform("close"));
  record("post", await mined(posting(aftercare, await reviewOf(aftercare, surgeon))));
}

async function measureFlush(chain: Chain, size: 1 | 12 | 64): Promise<void> {
  const queue = await chain.deploy("OpenQueue");
  const poseidons = [await deployPoseidon(chain, 3), await deployPoseidon(chain, 4)];
  const tree = await chain.deploy<SurgeryTree>("SurgeryTree", [queue, ...poseidons, ROOT_LIFETIME]);
  const enqueue = queue.getFunction("enqueue");
  // Neither the first flush of a tree nor an aligned one.
  const before = surgeriesOf(surgeon.address, 70);
  await mined(enqueue(before));
  await mined(tree.flush(before));
  const surgeries = surgeriesOf(surgeon.address, size);
  await mined(enqueue(surgeries));
  record(`flush of ${size}`, await mined(tree.flush(surgeries)));
}

let chain: Chain;
beforeAll(async () => {
  chain = await startChain();
  await measureBookings(chain);
  for (const size of [1, 12, 64] as const) await measureFlush(chain, size);
});
afterAll(() => chain.close());

it.each(Object.entries(BUDGET))("%s costs %d gas at most", (action, budget) => {
  const gas = measured.get(action as Action);
  console.info(`${action}: ${gas} gas`);
  expect(gas).toBeLessThanOrEqual(budget);
});
