import type { Aftercare } from "./deployment.ts";

/** Runs an action and undoes it, on chain and in the test's own books, so that several can start from one point. */
export async function onBranch(aftercare: Aftercare, action: () => Promise<unknown>): Promise<void> {
  const undo = await aftercare.chain.snapshot();
  const bookings = aftercare.bookings.map((booking) => ({ booking, progress: booking.progress }));
  await action();
  await undo();
  aftercare.bookings.length = 0;
  for (const { booking, progress } of bookings) {
    booking.progress = progress;
    aftercare.bookings.push(booking);
  }
}
