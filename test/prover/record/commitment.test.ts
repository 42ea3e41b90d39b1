import { createRequire } from "node:module";

import { beforeAll, describe, expect, it } from "vitest";

import { NotAFieldElementError } from "../../../prover/field.ts";
import { FIELD_MODULUS } from "../../../prover/field.ts";
import {
  FIELD_NAMES,
  InvalidRecordError,
  encodeRecord,
  parseBundle,
  randomBlinding,
  recordCommitment,
} from "../../../prover/record/index.ts";
import { FIXTURE_NAMES, fixtureText } from "./fixtures.ts";
import { randomRecord, seededRandom } from "./random-record.ts";

interface CircomlibPoseidon {
  (inputs: readonly bigint[]): Uint8Array;
  readonly F: { toObject(element: Uint8Array): bigint };
}

const circomlibjs: { buildPoseidon(): Promise<CircomlibPoseidon> } = createRequire(import.meta.url)(
  "circomlibjs",
);
let poseidon: CircomlibPoseidon;

beforeAll(async () => {
  poseidon = await circomlibjs.buildPoseidon();
});

describe("the record commitment", () => {
  it.each(FIXTURE_NAMES)("is circomlib's Poseidon of the sixteen inputs, for %s", (name) => {
    const record = parseBundle(fixtureText(name));
    const blinding = randomBlinding();
    const expected = poseidon.F.toObject(poseidon([...encodeRecord(record), blinding]));
    expect(recordCommitment(record, blinding)).toBe(expected);
    expect(recordCommitment(encodeRecord(record), blinding)).toBe(expected);
  });

  it("changes with each field and with the blinding", () => {
    const fields = encodeRecord(randomRecord(seededRandom(7)));
    const commitments = FIELD_NAMES.map((_, changed) =>
      recordCommitment(
        fields.map((field, index) => (index === changed ? field ^ 1n : field)),
        5n,
      ),
    );
    commitments.push(recordCommitment(fields, 5n), recordCommitment(fields, 6n));
    expect(new Set(commitments).size).toBe(17);
  });

  it("refuses a blinding that another one would be equal to in the field", () => {
    const fields = encodeRecord(randomRecord(seededRandom(7)));
    for (const blinding of [-1n, FIELD_MODULUS, FIELD_MODULUS + 5n]) {
      expect(() => recordCommitment(fields, blinding)).toThrow(NotAFieldElementError);
    }
  });

  it("refuses fields that are not fifteen unsigned 64-bit integers", () => {
    const fields = encodeRecord(randomRecord(seededRandom(7)));
    for (const wrong of [fields.slice(1), [...fields, 0n], fields.with(3, -1n), fields.with(3, 2n ** 64n)]) {
      expect(() => recordCommitment(wrong, 5n)).toThrow(InvalidRecordError);
    }
  });
});

describe("a random blinding", () => {
  it("is below r, reaches its upper quarter, and never repeats", () => {
    const blindings = Array.from({ length: 500 }, randomBlinding);
    expect(blindings.every((blinding) => blinding >= 0n && blinding < FIELD_MODULUS)).toBe(true);
    expect(blindings.some((blinding) => blinding > (FIELD_MODULUS * 3n) / 4n)).toBe(true);
    expect(blindings.some((blinding) => blinding < FIELD_MODULUS / 4n)).toBe(true);
    expect(new Set(blindings).size).toBe(500);
  });
});
