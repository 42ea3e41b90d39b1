import { describe, expect, it } from "vitest";

import { all, between, compilePolicy, eq, evaluateProgram } from "../../../prover/policy/index.ts";
import { FIELD_CODE_SYSTEMS, encodeRecord, parseCode } from "../../../prover/record/index.ts";
import type { Code, CodeSystem } from "../../../prover/record/index.ts";
import { randomRecord, seededRandom } from "../record/random-record.ts";

const RECORD = randomRecord(seededRandom(7));

function code(system: CodeSystem, text: string): Code {
  return parseCode(system, text)!;
}

interface Range {
  readonly system: CodeSystem;
  readonly from: string;
  readonly to: string;
  readonly inside: readonly string[];
  readonly outside: readonly string[];
}

const RANGES: readonly Range[] = [
  {
    system: "icd-10-pcs",
    from: "0W00000",
    to: "0W0FZZZ",
    inside: ["0W0F0ZZ"],
    outside: ["0V9FZZZ", "0W0G0ZZ"],
  },
  {
    system: "ops",
    from: "5-870",
    to: "5-889",
    inside: ["5-870", "5-870.a1", "5-885.2", "5-889.xx"],
    outside: ["5-86z", "5-890", "8-870"],
  },
  {
    system: "opcs-4",
    from: "B30",
    to: "B31",
    inside: ["B30", "B30.1", "B31.9"],
    outside: ["B29.9", "B32", "A30.1"],
  },
  { system: "ccam", from: "QEMA001", to: "QEMA013", inside: ["QEMA012"], outside: ["QEMA014", "QELA012"] },
  {
    system: "cpt",
    from: "15820",
    to: "15823",
    inside: ["15820", "15823"],
    outside: ["15819", "15824", "0001F"],
  },
  { system: "hcpcs", from: "C1000", to: "C9999", inside: ["C1789"], outside: ["D0001", "B9999"] },
];

function holds(range: Pick<Range, "system" | "from" | "to">, procedure: Code): boolean {
  const policy = all(between("procedure", code(range.system, range.from), code(range.system, range.to)));
  return evaluateProgram(compilePolicy(policy), encodeRecord({ ...RECORD, procedure }));
}

describe("a range of procedures", () => {
  it.each(RANGES)("of $system from $from to $to has whole categories in it, and no more", (range) => {
    for (const text of range.inside) expect(holds(range, code(range.system, text)), text).toBe(true);
    for (const text of range.outside) expect(holds(range, code(range.system, text)), text).toBe(false);
  });

  it("is there for every system that procedures are coded in, but for SNOMED CT, whose numbers mean nothing", () => {
    expect(new Set(RANGES.map(({ system }) => system))).toEqual(
      new Set(FIELD_CODE_SYSTEMS.procedure.filter((system) => system !== "snomed-ct")),
    );
  });

  it("never reaches into another system", () => {
    for (const range of RANGES) {
      for (const other of RANGES.filter(({ system }) => system !== range.system)) {
        expect(holds(range, code(other.system, other.inside[0]!))).toBe(false);
      }
    }
  });
});

describe("the code system of the procedure", () => {
  it.each(FIELD_CODE_SYSTEMS.procedure)("may be asked for: %s", (system) => {
    const random = seededRandom(11);
    const program = compilePolicy(all(eq("codeSystem", system)));
    for (let count = 0; count < 40; count++) {
      const record = randomRecord(random);
      expect(evaluateProgram(program, encodeRecord(record))).toBe(record.procedure.system === system);
    }
  });
});
