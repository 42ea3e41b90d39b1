import { readFile } from "node:fs/promises";

import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { FIELD_MODULUS } from "../../../../circuits/field.ts";
import { Assembler, AssemblyError } from "../../../../contracts/generators/poseidon/assembler.ts";
import { emitContract } from "../../../../contracts/generators/poseidon/contract.ts";
import { fourthRoot, power, reduce } from "../../../../contracts/generators/poseidon/field.ts";
import { apply, identity, invert, multiply } from "../../../../contracts/generators/poseidon/matrix.ts";
import { poseidonParameters } from "../../../../contracts/generators/poseidon/parameters.ts";
import type { PoseidonParameters } from "../../../../contracts/generators/poseidon/parameters.ts";
import { partialRecurrence } from "../../../../contracts/generators/poseidon/recurrence.ts";
import { largestSums } from "./support/bounds.ts";
import { endChain, hashGroups, install } from "./support/hash-contract.ts";
import { REFERENCES } from "./support/references.ts";

const WIDTHS = [4, 5] as const;
const PARAMETERS = { 4: poseidonParameters(4), 5: poseidonParameters(5) };

afterAll(endChain);

describe("Poseidon's parameters", () => {
  it.each(WIDTHS)("for width %i are circomlib's, though derived and not copied", async (width) => {
    const constants = new URL("src/poseidon_constants.json", import.meta.resolve("circomlibjs"));
    const published = JSON.parse(await readFile(constants, "utf8")) as { C: string[][]; M: string[][][] };
    const { roundConstants, matrix } = PARAMETERS[width];
    expect(roundConstants.flat()).toEqual(published.C[width - 2]!.map(BigInt));
    expect(matrix).toEqual(published.M[width - 2]!.map((row) => row.map(BigInt)));
  });
});

describe("the generator's arithmetic", () => {
  it("finds fourth roots exactly where there are any", () => {
    for (let base = 1n; base < 50n; base++) {
      const root = fourthRoot(base);
      const exists = power(base, (FIELD_MODULUS - 1n) / 4n) === 1n;
      expect(root === undefined ? undefined : power(root, 4n)).toBe(exists ? base : undefined);
    }
  });

  it("inverts matrices, with a zero in the pivot's place too, and refuses singular ones", () => {
    const matrix = [
      [0n, 2n, 3n],
      [4n, 5n, 6n],
      [7n, 8n, 10n],
    ];
    expect(multiply(invert(matrix), matrix)).toEqual(identity(3));
    expect(() => invert([matrix[0]!, matrix[1]!, matrix[0]!])).toThrow(RangeError);
  });

  it.each(WIDTHS)("follows the partial rounds of width %i by its recurrence", (width) => {
    const parameters = PARAMETERS[width];
    const { partialRounds, roundConstants, matrix } = parameters;
    const { initialMemory, firstInput, memory, inputs, finalState } = partialRecurrence(parameters);
    const evaluate = (sum: (typeof inputs)[number], operands: readonly bigint[]): bigint =>
      reduce(sum.coefficients.reduce((total, c, index) => total + c * operands[index]!, sum.constant));

    const outputs = Array.from({ length: width }, (_, index) => BigInt(index + 7) ** 50n % FIELD_MODULUS);
    let state = apply(matrix, outputs).map((value, index) => reduce(value + roundConstants[4]![index]!));
    let remembered = initialMemory.map((sum) => evaluate(sum, outputs));
    let input = evaluate(firstInput, outputs);
    for (let round = 0; round < partialRounds; round++) {
      expect(input).toBe(state[0]);
      const output = power(input, 5n);
      const operands = [output, ...remembered];
      state = apply(matrix, [output, ...state.slice(1)]).map((value, index) =>
        reduce(value + roundConstants[5 + round]![index]!),
      );
      remembered = [evaluate(memory, operands), ...remembered.slice(0, -1)];
      if (round < partialRounds - 1) input = evaluate(inputs[round]!, operands);
      else expect(finalState.map((sum) => evaluate(sum, operands))).toEqual(state);
    }
  });
});

describe("sums that are not reduced", () => {
  it.each(WIDTHS)("stay below 2^256 in all the code of width %i", (width) => {
    const sums = largestSums(emitContract(PARAMETERS[width]));
    expect(sums.length).toBeGreaterThan(400);
    expect(sums.filter((sum) => sum >= 2n ** 256n)).toEqual([]);
    // Five products and no more: the widest sum uses what there is, so the check is not idle.
    expect(sums.some((sum) => sum > BigInt(width - 1) * FIELD_MODULUS)).toBe(true);
  });

  it("are refused by the assembler from the sixth product on", () => {
    const assembler = new Assembler();
    const addProduct = (): void => {
      for (const constant of [FIELD_MODULUS, 2n, 3n]) assembler.constant(constant);
      assembler.multiplyModulo();
    };
    addProduct();
    for (let products = 2; products <= 5; products++) {
      addProduct();
      assembler.add();
    }
    addProduct();
    expect(() => assembler.add()).toThrow(AssemblyError);
  });

  it("are not hidden from the assembler by a loop's pointer", () => {
    const assembler = new Assembler();
    assembler.variable(0n, 2n ** 256n - 1n);
    assembler.constant(1n);
    expect(() => assembler.add()).toThrow(AssemblyError);
  });
});

/** The vectors with the lowest bit of one entry flipped. */
const flip = (values: readonly (readonly bigint[])[], row: number, column: number): bigint[][] =>
  values.map((vector, i) => vector.map((value, j) => (i === row && j === column ? value ^ 1n : value)));

const roundConstant = (round: number, element: number) => ({
  name: `round constant ${round}, ${element}`,
  change: (p: PoseidonParameters) => ({ ...p, roundConstants: flip(p.roundConstants, round, element) }),
});
const matrixEntry = (row: number, column: number) => ({
  name: `matrix entry ${row}, ${column}`,
  change: (p: PoseidonParameters) => ({ ...p, matrix: flip(p.matrix, row, column) }),
});

describe("a constant with one bit flipped", () => {
  const inputs = { 4: [1n, 2n, 3n], 5: [1n, 2n, 3n, 4n] };
  const changes = [
    ...[0, 1, 3, 4, 5, 30, 58, 59, 60, 63].map((round) => roundConstant(round, round % 4)),
    ...[0, 1, 2, 3].map((row) => matrixEntry(row, 3 - row)),
  ];

  let expected: Record<4 | 5, bigint>;
  beforeAll(async () => {
    expected = { 4: REFERENCES[4][0]!.hash(inputs[4]), 5: REFERENCES[5][0]!.hash(inputs[5]) };
    // The unchanged parameters do give the right hash: a flipped bit is all that the tests below add.
    for (const width of WIDTHS) {
      const address = await install(emitContract(PARAMETERS[width]));
      expect(await hashGroups(address, [inputs[width]])).toEqual([expected[width]]);
    }
  });

  it.each(changes)("changes the hash: $name", async ({ change }) => {
    for (const width of WIDTHS) {
      const address = await install(emitContract(change(PARAMETERS[width])));
      expect(await hashGroups(address, [inputs[width]])).not.toEqual([expected[width]]);
    }
  });
});
