import { closedSurgeries } from "../../test/client/support/closed-surgeries.ts";
import type { Step } from "./steps.ts";
import { usageOf } from "./usage.ts";

/** The transactions of a booking that goes well, in order; each carries every signature it needs and is relayed. */
export const BOOKING_STEPS = ["schedule", "confirm", "execute", "close"] as const;

/** The escrow's steps, of a booking whose surgeon and treasury have been paid before: what most bookings find. */
export async function measureEscrow(): Promise<Step[]> {
  await using scene = await closedSurgeries();
  const { receipts, rollup } = scene.stage;
  const steps: Step[] = [];
  for (const name of BOOKING_STEPS) {
    const last = receipts.findLast(({ action }) => action === name);
    if (!last) throw new Error(`No booking came as far as ${name}.`);
    steps.push({ name, items: 1, ...(await usageOf(rollup.provider, last.transactionHash)) });
  }
  return steps;
}
