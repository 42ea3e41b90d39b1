import { expect } from "vitest";

import type { Aftercare } from "./deployment.ts";

/** The escrow's balance sheet: tokens held = deposits of open bookings + balances + fees not gathered + review pot + what was forced in. */
export async function expectBalanced(aftercare: Aftercare, forcedIn = 0n): Promise<void> {
  const { escrow, token, bookings, creditors } = aftercare;
  const balances = await Promise.all(
    [...creditors].flatMap((account) => [escrow.balanceOf(account), escrow.feesOf(account)]),
  );
  const openDeposits = bookings.map((booking) => booking.openDeposit);
  const owed = [...openDeposits, ...balances, await escrow.reviewPot()].reduce((sum, part) => sum + part, 0n);
  expect(await token.balanceOf(escrow)).toBe(owed + forcedIn);
}
