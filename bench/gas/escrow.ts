import { loadArtifacts } from "../../prover/artifacts/node.ts";
import { createProver } from "../../prover/index.ts";
import { Clinic, type Booking, type BookingStep } from "./clinic.ts";
import type { Usage } from "./fees.ts";
import type { MeasuringRollup } from "./rollup.ts";
import { dearest, type Step } from "./steps.ts";
import { SURGEONS, surgeonsInTurn } from "./surgeons.ts";

/** The transactions of a booking that goes well, in order; each carries every signature it needs and is relayed. */
export const BOOKING_STEPS = ["schedule", "confirm", "execute", "close"] as const satisfies BookingStep[];

const CLOSE_BATCHES = [4, 10, 16, 32] as const;
const ONE_SURGEONS_BATCH = 10;

/** The step that closes so many bookings at once. */
export const closeStep = (batch: number): string => `closings, ${batch}`;
/** The same if they are all with one surgeon. */
export const oneSurgeonsCloseStep = (batch: number): string => `${closeStep(batch)} of one surgeon`;

/** Bookings of which the dearest is stated. */
const BOOKINGS = 32;

/**
 * The escrow's steps, each the dearest of many bookings, in a deployment in use: surgeons and treasury have been paid before
 * and have not collected all of it, other deposits are held, patients come with a key that nobody has seen.
 */
export async function measureEscrow(chain: MeasuringRollup): Promise<Step[]> {
  const clinic = await Clinic.open(chain);
  const before = await clinic.offers(SURGEONS);
  for (const step of BOOKING_STEPS) await clinic.advance(before, step);
  await clinic.gatherFees(SURGEONS[1]!);

  const bookings = await clinic.offers(surgeonsInTurn(BOOKINGS));
  const ofOne = await clinic.offers(Array.from({ length: ONE_SURGEONS_BATCH }, () => SURGEONS[0]!));
  const steps: Step[] = [];
  for (const name of BOOKING_STEPS) {
    if (name === "close") steps.push(...(await closeTogether(chain, clinic, bookings, ofOne)));
    else await clinic.advance(ofOne, name);
    const usages = await clinic.advance(bookings, name);
    steps.push(dearest(usages.map((usage) => ({ name, items: 1, ...usage }))));
  }
  steps.push({ name: "collect", items: 1, ...(await clinic.collect(SURGEONS[0]!)) });
  steps.push({ name: "gatherFees", items: 1, ...(await clinic.gatherFees(SURGEONS[0]!)) });
  steps.push({ name: "payRelayer", items: 1, ...(await payRelayer(clinic, bookings)) });
  return steps;
}

/** Closings of many bookings by one transaction each; none of them stays. */
async function closeTogether(
  chain: MeasuringRollup,
  clinic: Clinic,
  bookings: readonly Booking[],
  ofOne: readonly Booking[],
): Promise<Step[]> {
  const measure = (name: string, batch: readonly Booking[]): Promise<Step> =>
    chain.onBranch(async () => ({ name, items: batch.length, ...(await clinic.closeTogether(batch)) }));
  const steps: Step[] = [];
  for (const size of CLOSE_BATCHES) steps.push(await measure(closeStep(size), bookings.slice(0, size)));
  steps.push(await measure(oneSurgeonsCloseStep(ofOne.length), ofOne));
  return steps;
}

/** Payment of a relayer who has been paid before. */
async function payRelayer(clinic: Clinic, bookings: readonly Booking[]): Promise<Usage> {
  const [before, after] = bookings;
  if (!before || !after) throw new Error("There is nothing to review.");
  await using prover = await createProver({ artifacts: await loadArtifacts("review") });
  await clinic.flush();
  await clinic.review(before, prover);
  await clinic.payRelayer();
  await clinic.review(after, prover);
  return clinic.payRelayer();
}
