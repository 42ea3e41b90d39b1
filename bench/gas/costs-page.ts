import { formattedPage } from "../../tools/formatted-page.ts";
import { claimStep } from "./claims.ts";
import { BOOKING_STEPS, closeStep } from "./escrow.ts";
import type { BarredFigure, Standing } from "./figures.ts";
import type { FeesBySetting, GasResult, PricedStep } from "./result.ts";
import { reviewStep } from "./reviews.ts";
import { stepNamed } from "./steps.ts";
import { flushStep } from "./tree.ts";

/** What people ask, and the steps that answer it: one of each is taken, priced for one item. */
const QUESTIONS: readonly { readonly question: string; readonly steps: readonly string[] }[] = [
  { question: "a booking, from the deposit to the closing", steps: BOOKING_STEPS },
  {
    question: "the same, closed with nine others",
    steps: [...BOOKING_STEPS.filter((step) => step !== "close"), closeStep(10)],
  },
  { question: "its place in the tree, flushed with 15 others", steps: [flushStep(16)] },
  { question: "its place in the tree, flushed with 63 others", steps: [flushStep(64)] },
  { question: "a review, posted with 15 others", steps: [reviewStep(16)] },
  { question: "a review, posted alone", steps: [reviewStep(1)] },
  { question: "an insurance claim, paid with 15 others", steps: [claimStep(16)] },
  { question: "an insurance claim, paid alone", steps: [claimStep(1)] },
];

/** Dollars that Zocdoc charges at least for a booking. */
const ZOCDOC_LEAST = 30;

const gas = (value: number): string => Math.round(value).toLocaleString("en-US");
const dollars = (value: number): string => `$${value < 0.1 ? value.toPrecision(2) : value.toFixed(2)}`;
const about = (value: number): string => Number(value.toPrecision(2)).toLocaleString("en-US");

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  const rule = head.map((_, index) => (index === 0 ? "---" : "---:"));
  return [line(head), line(rule), ...rows.map(line)].join("\n");
}

export const COSTS_PAGE = new URL("../../docs/costs.md", import.meta.url);

/** docs/costs.md, from nothing but a result. */
export async function renderCosts(result: GasResult): Promise<string> {
  const names = result.settings.map(({ name }) => name);
  const feeOf = (fees: FeesBySetting, setting: string): number => fees[setting]?.whole ?? 0;
  const whole = (fees: FeesBySetting) => names.map((name) => dollars(feeOf(fees, name)));

  const questions = QUESTIONS.map(({ question, steps }) => {
    const found = steps.map((name) => stepNamed(result.steps, name));
    const sum = (of: (step: PricedStep) => number) => found.reduce((total, step) => total + of(step), 0);
    return [
      question,
      gas(sum(({ gasPerItem }) => gasPerItem)),
      ...names.map((name) => dollars(sum((step) => feeOf(step.dollars, name)))),
    ];
  });
  const life = result.lives.find(({ batch }) => batch === 16);
  const affordable = (setting: string) => about(ZOCDOC_LEAST / feeOf(life?.dollars ?? {}, setting));

  const standings = Object.entries(result.bars) as [BarredFigure, Standing][];
  const share = (fees: FeesBySetting, part: "execution" | "l1Data") => dollars(fees["usual"]?.[part] ?? 0);
  const stepRows = (steps: readonly PricedStep[]) =>
    steps.map(({ name, gasPerItem, calldataBytes, fastLzBytes, items, dollars: fees }) => [
      name,
      gas(gasPerItem),
      gas(calldataBytes / items),
      gas(fastLzBytes / items),
      share(fees, "execution"),
      share(fees, "l1Data"),
      ...whole(fees),
    ]);
  const stepHead = [
    "step",
    "gas",
    "calldata bytes",
    "FastLZ bytes",
    "execution (usual)",
    "L1 data (usual)",
    ...names,
  ];

  return formattedPage(
    COSTS_PAGE,
    `# What it costs

Generated from bench/results/gas.json by \`npm run -s bench -- gas --write\`; \`-- gas --check\` measures again and compares. Never edit it.

Zocdoc charges a practice $30 to $110 for each new patient's booking, depending on specialty and place
([its own page on bills](https://www.zocdoc.com/about/understanding-your-bill/)). Here is what the same costs in fees on an OP-type rollup, execution and
L1 data together, with a review that nobody can fake and a claim that shows no record:

${table(["what", "gas", ...names], questions)}

From booking to review, flushed and reviewed with 15 others: ${gas(life?.gas ?? 0)} gas, ${whole(life?.dollars ?? {}).join(", ")}. Zocdoc's lowest price
for one booking pays for about ${affordable("usual")} of these at usual prices, and for ${affordable("busy")} at busy ones. The fees are paid by whoever relays;
a deployment's protocol fee and review fee (2 and 0.05 dollars where nothing else is set) are prices, not costs, and not in the table.

## Prices

Fees are gas times prices that change by the hour, so they are stated at three settings. The settings are inputs, chosen to span what a
reader may meet, and no forecast; the fee at other prices follows from the bytes and the gas below.

${table(
  ["setting", "prices", "one ether"],
  result.settings.map(({ name, description, etherPrice }) => [name, description, `$${gas(etherPrice)}`]),
)}

\`fee = gas · L2 gas price + max(100·10⁶, −42,585,600 + 836,500 · FastLZ) · (16 · 5,227 · L1 base fee + 1,014,213 · blob base fee) / 10¹²\`: the
OP stack's Fjord formula with the scalars of OP Mainnet ([decision 3](decisions/0003-local-rollup.md)). FastLZ is the size of the whole signed transaction, as the
node's fee tells it; up to 170 bytes all transactions pay the same, and are stated as 170.

## Beside others

Measured in the same run on the same chain, with the same compiler, optimiser and EVM version; packages from npm compiled the way their authors do, not through IR. The
plain escrow keeps a struct in storage, has none of the ways out, and everybody sends from an own account (bench/gas/anchors/PlainEscrow.sol). Semaphore is its contracts from npm
with a real proof of depth 20, in a group of 100; poseidon-solidity is its libraries from npm, called twenty times.

${table(
  ["figure", "ours", "bar", "", "anchor ÷ ours"],
  standings.map(([key, { bar, gas: ours, met }]) => [
    `\`${key}\``,
    ours === null ? "not measured" : gas(ours),
    gas(bar),
    met ? "met" : "not met",
    String(result.ratios[key] ?? ""),
  ]),
)}

${table(
  ["anchor", "gas"],
  Object.entries(result.anchors).map(([name, value]) => [name, gas(value)]),
)}

## Whole life by batch

Four transactions for the booking, then its part of a flush and of a batch of reviews of this size.

${table(
  ["batch", "gas", ...names],
  [
    ...result.lives.map(({ batch, gas: used, dollars: fees }) => [String(batch), gas(used), ...whole(fees)]),
    ["plain escrow and Semaphore", gas(result.anchorLife.gas), ...whole(result.anchorLife.dollars)],
  ],
)}

## Every step

Gas, bytes and fees of a whole transaction, divided by the bookings, leaves, reviews or claims in it. Everything is measured in a deployment in use:

- **Bookings** are the dearest of 32, of eight surgeons in turn. Surgeons and treasury have a balance in the escrow; the patient's key is new and holds exactly the deposit, in
  OpenZeppelin's ERC-3009 token (one behind a proxy costs more). Every 64th closing writes a checkpoint for 22,100 gas more, 345 for each. \`collect\` pays a surgeon everything
  since her last time, \`gatherFees\` moves the protocol fees of all her surgeries since the last to the treasury's balance. Offers expire before the closing, as they mostly do: later a closing earns no refund of 4,800.
- **Flushes** go into a tree of 1,280 leaves, of eight surgeons' surgeries in turn. A flush of 16 begins at a multiple of 16, the dearest of those in a group of 64, as every one does for whoever flushes when
  the queue's end has come to one; \`unaligned\` is the dearest of the other places. A flush ends where the queue ends, or at a multiple of 64, so only flushes of 64 are aligned whatever happens meanwhile.
- **Reviews** have 200 bytes of text each, other words in every one, are proven under the tree's root of the moment, of eight surgeons who have been reviewed three times before (\`review.batch16\` alone is of one surgeon, as a group of Semaphore has no surgeons at all; a life takes the dearer one), and are relayed by someone who has
  relayed before, whose fee is noted; \`payRelayer\` pays all that has been noted since the last time.
- **Claims** are on one insurer's policy, each paid to an address that is new to the token and through a relayer that is not.

${table(stepHead, stepRows(result.steps))}

## The anchors' steps

${table(stepHead, stepRows(result.anchorSteps))}
`,
  );
}
