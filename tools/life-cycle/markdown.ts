import { stateOf, TRANSITIONS } from "../../client/protocol/life-cycle.ts";
import type { Payment, Standing, Transition, Window } from "../../client/protocol/life-cycle.ts";

const MONEY: Readonly<Record<Payment, string>> = {
  "deposit in": "deposit in",
  "all to the surgeon": "all to the surgeon",
  "all to the patient": "all to the patient",
  "as signed": "as signed, adding up to all",
  surgeonShare: "the ruling's `surgeonShare` to the surgeon",
  lateCancellationShare: "`lateCancellationShare` to the surgeon",
  noShowShare: "`noShowShare` to the surgeon",
  defaultShare: "`defaultShare` to the surgeon",
};

function fromCell(from: readonly Standing[]): string {
  const legal: readonly string[] = from;
  return from
    .filter((standing) => !(standing.endsWith("with record") && legal.includes(stateOf(standing))))
    .map((standing) =>
      legal.includes(`${standing} with record`) ? `${standing} with or without record` : standing,
    )
    .join(", ");
}

function toCell({ action, to }: Transition): string {
  if (to !== undefined) return to;
  return action === "execute" ? "the same, with record" : "the same";
}

function signersCell({ signedBy, either }: Transition): string {
  return signedBy.length === 0 ? "–" : signedBy.join(either ? " or " : ", ");
}

function windowCell({ from, after, until, before }: Window): string[] {
  return [
    ...(from === undefined ? [] : [`from \`${from}\``]),
    ...(after === undefined ? [] : [`after \`${after}\``]),
    ...(until === undefined ? [] : [`until \`${until}\``]),
    ...(before === undefined ? [] : [`before \`${before}\``]),
  ];
}

/** The life cycle as a Markdown table. */
export function lifeCycleTable(): string {
  const head = ["from", "action", "to", "signed by", "when", "money"];
  const rows = TRANSITIONS.map((row) => [
    fromCell(row.from),
    `\`${row.action}\``,
    toCell(row),
    signersCell(row),
    [...windowCell(row.window ?? {}), ...(row.given ?? [])].join("; "),
    row.pays === undefined ? "" : MONEY[row.pays],
  ]);
  return [head, head.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}
