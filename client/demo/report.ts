import type { ReviewCheck } from "../reader/replay/reviews.ts";
import type { IndexedBooking } from "../reader/replay/bookings.ts";
import { countersOf, type SurgeonCounters } from "../reader/replay/counters.ts";
import type { RelayReceipt } from "../services/relayer/relayer.ts";
import type { Surgeon } from "./cast.ts";
import type { Refusal } from "./chapters/refusals.ts";

/** The figures of one telling of the story; all of it is JSON. Wei amounts are decimal strings. */
export interface StoryReport {
  chain: { url: string; chainId: number; contracts: Record<string, string> };
  circuit: { review: { constraints: number; domainSize: number; ceremony: string } };
  actions: ActionFigures[];
  proving: Timing;
  verifying: Timing;
  /** How many bookings there were, and how many stand where at the end. */
  bookings: {
    total: number;
    closed: number;
    refunded: number;
    lapsed: number;
    cancelled: number;
    patientNoShows: number;
    settled: number;
    ruled: number;
  };
  reviews: { posted: number; verified: number };
  refused: { doubleReview: boolean; forgedProof: boolean; alteredRating: boolean; otherSurgeon: boolean };
  /** The contract's error that each attack met. */
  refusals: Record<string, string>;
  /** Claims that patients' devices made by themselves, and attacks on the pool. */
  claims: {
    paid: number;
    proving: Timing;
    refused: Record<"predicateFalse" | "doubleClaim" | "staleRoot" | "otherCoverage", boolean>;
    refusals: Record<string, string>;
  };
  surgeons: SurgeonFigures[];
  /** The escrow's balance sheet at the end, in token units. */
  money: { held: string; openDeposits: string; balances: string; reviewPot: string };
}

/** Medians over all transactions of one action. */
export interface ActionFigures {
  action: string;
  count: number;
  gas: number;
  executionFeeWei: string;
  l1FeeWei: string;
  wholeFeeWei: string;
}

export interface Timing {
  count: number;
  medianMilliseconds: number;
  minimumMilliseconds: number;
  maximumMilliseconds: number;
}

export interface SurgeonFigures {
  name: string;
  address: string;
  executed: number;
  closed: number;
  /** closed / executed, the figure that people read; null before the first surgery. */
  closedShare: number | null;
  reviews: number;
  averageRating: number | null;
  /** Surgeries that one of the surgeon's reviews could belong to, at least. */
  anonymitySet: number;
  /** Everything else that became of her bookings. */
  counters: SurgeonCounters;
}

/** Middle value; the lower one of the two of an even number. */
function median<Value extends number | bigint>(values: readonly Value[]): Value | undefined {
  const sorted = values.toSorted((one, other) => (one < other ? -1 : one > other ? 1 : 0));
  return sorted[Math.floor((sorted.length - 1) / 2)];
}

export function actionFigures(receipts: readonly RelayReceipt[]): ActionFigures[] {
  const byAction = Map.groupBy(receipts, ({ action }) => action);
  return [...byAction].map(([action, group]) => {
    const middle = (value: (receipt: RelayReceipt) => bigint) => median(group.map(value)) ?? 0n;
    return {
      action,
      count: group.length,
      gas: Number(middle(({ gasUsed }) => gasUsed)),
      executionFeeWei: middle(({ executionFee }) => executionFee).toString(),
      l1FeeWei: middle(({ l1Fee }) => l1Fee).toString(),
      wholeFeeWei: middle(({ wholeFee }) => wholeFee).toString(),
    };
  });
}

export function timingOf(milliseconds: readonly number[]): Timing {
  const rounded = milliseconds.map((value) => Math.round(value * 10) / 10);
  return {
    count: rounded.length,
    medianMilliseconds: median(rounded) ?? 0,
    minimumMilliseconds: Math.min(...rounded),
    maximumMilliseconds: Math.max(...rounded),
  };
}

/** What a reader makes of a surgeon from the chain alone. */
export function surgeonFigures(
  surgeon: Surgeon,
  bookings: Iterable<IndexedBooking>,
  checks: readonly ReviewCheck[],
): SurgeonFigures {
  const { address } = surgeon.wallet;
  const counters = countersOf(bookings, address);
  const { executed, closed } = counters;
  const verified = checks.filter((check) => check.surgeon === address && check.verdict === "verified");
  const latest = new Map(verified.map((check) => [check.nullifier, check]));
  const ratings = [...latest.values()].map(({ rating }) => rating);
  return {
    name: surgeon.name,
    address,
    executed,
    closed,
    closedShare: executed === 0 ? null : closed / executed,
    reviews: ratings.length,
    averageRating:
      ratings.length === 0 ? null : ratings.reduce((sum, rating) => sum + rating, 0) / ratings.length,
    anonymitySet: verified.length === 0 ? 0 : Math.min(...verified.map(({ anonymitySet }) => anonymitySet)),
    counters,
  };
}

export function refusalFigures<Name extends string>(
  refusals: Record<Name, Refusal>,
): { refused: Record<Name, boolean>; refusals: Record<string, string> } {
  const names = Object.keys(refusals) as Name[];
  return {
    refused: Object.fromEntries(names.map((name) => [name, refusals[name].refused])) as Record<Name, boolean>,
    refusals: Object.fromEntries(names.map((name) => [name, refusals[name].error])),
  };
}
