import { styleText } from "node:util";
import type { StoryReport, Timing } from "./report.ts";

type Cell = string | number;

/** Lays rows out in columns: the first to the left, numbers to the right. */
function table(title: string, head: readonly string[], rows: readonly (readonly Cell[])[]): string {
  const cells = [head, ...rows].map((row) => row.map(String));
  const widths = head.map((_, column) => Math.max(...cells.map((row) => row[column]?.length ?? 0)));
  const lines = cells.map((row) =>
    row
      .map((cell, column) =>
        column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0),
      )
      .join("  "),
  );
  const [headLine = "", ...body] = lines;
  return [styleText("bold", title), styleText("dim", headLine), ...body].join("\n");
}

const grouped = (value: number) => value.toLocaleString("en-US");
/** Gwei of an amount of wei, three decimals; the fees of a rollup are a few hundred of them. */
const gwei = (wei: string) => (Number(BigInt(wei) / 1_000_000n) / 1_000).toFixed(3);
const dollars = (units: string) => (Number(units) / 1e6).toFixed(2);
const timing = (
  name: string,
  { count, medianMilliseconds, minimumMilliseconds, maximumMilliseconds }: Timing,
) => [name, count, medianMilliseconds, `${minimumMilliseconds} … ${maximumMilliseconds}`];

/** The tables that end the story. */
export function tablesOf(report: StoryReport): string {
  return [
    actionsTable(report),
    proofsTable(report),
    surgeonsTable(report),
    bookingsTable(report),
    attacksTable(report),
    balanceTable(report),
  ].join("\n\n");
}

function actionsTable({ actions }: StoryReport): string {
  return table(
    "What each action costs (medians; fees in gwei)",
    ["action", "count", "gas", "execution", "L1 data", "whole fee"],
    actions.map((figures) => [
      figures.action,
      figures.count,
      grouped(figures.gas),
      gwei(figures.executionFeeWei),
      gwei(figures.l1FeeWei),
      gwei(figures.wholeFeeWei),
    ]),
  );
}

function proofsTable({ circuit: { review }, proving, verifying, claims }: StoryReport): string {
  return table(
    `Proofs (${grouped(review.constraints)} constraints, domain ${grouped(review.domainSize)}, ${review.ceremony} keys)`,
    ["", "count", "median ms", "range ms"],
    [
      timing("prove a review", proving),
      timing("verify a review", verifying),
      timing("prove a claim", claims.proving),
    ],
  );
}

function surgeonsTable({ surgeons }: StoryReport): string {
  return table(
    "Surgeons, as a reader computes them from the chain",
    ["surgeon", "executed", "closed", "closed share", "reviews", "average", "anonymity set"],
    surgeons.map((surgeon) => [
      surgeon.name,
      surgeon.executed,
      surgeon.closed,
      surgeon.closedShare === null ? "–" : `${Math.round(surgeon.closedShare * 100)} %`,
      surgeon.reviews,
      surgeon.averageRating === null ? "–" : surgeon.averageRating.toFixed(2),
      surgeon.anonymitySet,
    ]),
  );
}

function bookingsTable({ surgeons }: StoryReport): string {
  return table(
    "What became of their bookings, counted from events",
    [
      "surgeon",
      "offered",
      "executed",
      "closed",
      "lapsed",
      "accidents",
      "cancelled",
      "no-shows",
      "never reported",
    ],
    surgeons.map(({ name, counters }) => [
      name,
      counters.offered,
      counters.executed,
      counters.closed,
      counters.lapsed,
      counters.accidents,
      `${counters.cancelledBySurgeon} by her, ${counters.cancelledByPatient} by patients`,
      counters.patientNoShows,
      counters.surgeonNoShows,
    ]),
  );
}

function attacksTable(report: StoryReport): string {
  return table(
    "Attacks",
    ["attack", "refused", "by"],
    [report, report.claims].flatMap(({ refused, refusals }) =>
      Object.entries(refused).map(([name, isRefused]) => [
        name,
        isRefused ? "yes" : "NO",
        refusals[name] ?? "",
      ]),
    ),
  );
}

function balanceTable({ money }: StoryReport): string {
  return table(
    "The escrow's balance sheet (test dollars)",
    ["", "amount"],
    [
      ["held", dollars(money.held)],
      ["open deposits", dollars(money.openDeposits)],
      ["unclaimed balances", dollars(money.balances)],
      ["review pot", dollars(money.reviewPot)],
    ],
  );
}
