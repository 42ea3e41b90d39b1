import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { programInputs, LARGEST, satisfies, SLOTS, type TestClause } from "./support/claim-inputs.ts";
import { compileForTest, PROGRAM_SOURCE } from "./support/compiled-circuit.ts";
import { ConstraintSystem } from "./support/constraint-system.ts";
import { Forger } from "./support/forger.ts";
import { seededRandom } from "../prover/record/random-record.ts";

/** How many random records and programs are compared; `CLAIM_PAIRS=10000` for a long run. */
const PAIRS = Number(process.env.CLAIM_PAIRS ?? 300);
const SEED = Number(process.env.CLAIM_SEED ?? 20_261_120);

type Random = (bound: number) => number;

let circuit: Awaited<ReturnType<typeof compileForTest>>;
let constraints: ConstraintSystem;
let forger: Forger;

beforeAll(async () => {
  circuit = await compileForTest(PROGRAM_SOURCE);
  constraints = await ConstraintSystem.read(circuit.r1cs);
  forger = await Forger.create(PROGRAM_SOURCE, circuit.symbols);
});

afterAll(async () => {
  await forger[Symbol.asyncDispose]();
  await circuit[Symbol.asyncDispose]();
});

/** Mostly values that lie at an edge or beside each other, so that bounds are hit and missed by one. */
function randomValue(random: Random): bigint {
  const edges = [0n, 1n, 2n, 2n ** 32n, 2n ** 63n - 1n, 2n ** 63n, LARGEST - 1n, LARGEST];
  if (random(4) > 0) return edges[random(edges.length)]!;
  return (BigInt(random(2 ** 32)) << 32n) | BigInt(random(2 ** 32));
}

function randomPair(random: Random): { fields: bigint[]; clauses: TestClause[] } {
  const fields = Array.from({ length: 15 }, () => randomValue(random));
  const clauses = Array.from({ length: 1 + random(SLOTS) }, (): TestClause => {
    const field = random(15);
    // One bound in three is the field's own value.
    const bounds = [0, 1].map(() => (random(3) === 0 ? fields[field]! : randomValue(random)));
    const [lowest, highest] = bounds.toSorted((a, b) => (a < b ? -1 : 1)) as [bigint, bigint];
    return { field, lowest, highest, not: random(4) === 0, or: random(2) === 0 };
  });
  return { fields, clauses };
}

describe("the program in the circuit", () => {
  it(
    `holds for ${PAIRS} random records and programs exactly when it should`,
    () => {
      const random = seededRandom(SEED);
      let held = 0;
      for (let pair = 0; pair < PAIRS; pair++) {
        const { fields, clauses } = randomPair(random);
        // A witness is forged either way. Its wires follow from the inputs, so where the constraints refuse it there is none.
        const witness = forger.forge({ fields, ...programInputs(clauses) });
        const holds = constraints.brokenBy(witness).length === 0;
        const expected = satisfies(fields, clauses);
        expect(holds, `seed ${SEED}, pair ${pair}`).toBe(expected);
        if (expected) held += 1;
      }
      // Neither answer may be the rule, or the other one would hardly be tested.
      expect(held).toBeGreaterThan(PAIRS / 5);
      expect(held).toBeLessThan((PAIRS * 4) / 5);
    },
    30_000 + PAIRS * 100,
  );
});
