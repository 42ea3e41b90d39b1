import type { RelayReceipt } from "../protocol/calls/relay.ts";
import type { SurgeonFigures } from "../sdk/reader/index.ts";
import type { Refusal } from "./attack.ts";
import type { BalanceSheet } from "./balance-sheet.ts";

/** The figures of one telling of the story; all of it is JSON. Wei amounts are decimal strings. */
export interface StoryReport {
  readonly chain: { url: string; chainId: number; contracts: Record<string, string> };
  readonly circuit: { review: { constraints: number; domainSize: number; ceremony: string } };
  readonly actions: ActionFigures[];
  readonly proving: Timing;
  readonly verifying: Timing;
  /** How many bookings there were, and how many stand where at the end. */
  readonly bookings: {
    total: number;
    closed: number;
    refunded: number;
    lapsed: number;
    cancelled: number;
    patientNoShows: number;
    settled: number;
    ruled: number;
  };
  readonly reviews: { posted: number; verified: number };
  readonly refused: {
    doubleReview: boolean;
    forgedProof: boolean;
    alteredRating: boolean;
    otherSurgeon: boolean;
  };
  /** The contract's error that each attack met. */
  readonly refusals: Record<string, string>;
  /** Claims that patients' devices made by themselves, and attacks on the pool. */
  readonly claims: {
    paid: number;
    proving: Timing;
    refused: Record<"predicateFalse" | "doubleClaim" | "staleRoot" | "otherCoverage", boolean>;
    refusals: Record<string, string>;
  };
  readonly surgeons: NamedFigures[];
  /** The escrow's balance sheet at the end, in token units. */
  readonly money: BalanceSheet;
}

/** Medians over all transactions of one action. */
export interface ActionFigures {
  readonly action: string;
  readonly count: number;
  readonly gas: number;
  readonly executionFeeWei: string;
  readonly l1FeeWei: string;
  readonly wholeFeeWei: string;
}

export interface Timing {
  readonly count: number;
  readonly medianMilliseconds: number;
  readonly minimumMilliseconds: number;
  readonly maximumMilliseconds: number;
}

/** What a reader makes of a surgeon from the chain alone, beside the name that the story gives her. */
export interface NamedFigures extends Omit<SurgeonFigures, "surgeon"> {
  readonly name: string;
  readonly address: string;
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

export function refusalFigures<Name extends string>(
  refusals: Record<Name, Refusal>,
): { refused: Record<Name, boolean>; refusals: Record<string, string> } {
  const names = Object.keys(refusals) as Name[];
  return {
    refused: Object.fromEntries(names.map((name) => [name, refusals[name].refused])) as Record<Name, boolean>,
    refusals: Object.fromEntries(names.map((name) => [name, refusals[name].error])),
  };
}
