import type { Stage } from "../../fixtures/stage.ts";
import type { State } from "../protocol/progress.ts";
import type { ChainView } from "../reader/chain-view.ts";

/** What the escrow holds and owes, in token units as decimal strings. */
export interface BalanceSheet {
  readonly held: string;
  readonly openDeposits: string;
  readonly balances: string;
  readonly reviewPot: string;
}

/** States in which the escrow holds a booking's deposit. */
const HOLDING: readonly State[] = [
  "SCHEDULED",
  "CONFIRMED",
  "EXECUTED",
  "NO_SHOW_REPORTED",
  "ACCIDENT",
  "DISPUTED",
];

/** Sums up what the escrow owes, and fails where it does not hold exactly that. */
export async function balanceSheetOf(
  { aftercare: { contracts, deployment }, accounts }: Stage,
  { bookings, licences }: ChainView,
): Promise<BalanceSheet> {
  const { escrow, token } = contracts;
  const patients = [...bookings.values()].flatMap(({ terms }) => (terms ? [terms.patient] : []));
  let balances = 0n;
  for (const account of [
    accounts.treasury.address,
    accounts.relayer.address,
    ...licences.keys(),
    ...patients,
  ]) {
    balances += (await escrow.balanceOf(account)) + (await escrow.feesOf(account));
  }
  const openDeposits = [...bookings.values()]
    .filter(({ progress }) => HOLDING.includes(progress.state))
    .reduce((sum, { terms }) => sum + (terms?.deposit ?? 0n), 0n);
  const held = (await token.getFunction("balanceOf").staticCall(deployment.escrow)) as bigint;
  const reviewPot = await escrow.reviewPot();
  const owed = openDeposits + balances + reviewPot;
  if (held !== owed) throw new Error(`The escrow holds ${held}, but owes ${owed}.`);
  return {
    held: held.toString(),
    openDeposits: openDeposits.toString(),
    balances: balances.toString(),
    reviewPot: reviewPot.toString(),
  };
}
