import { join } from "node:path";
import { network } from "hardhat";
import { type CircuitSignals, groth16 } from "snarkjs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { BASE_FIELD_MODULUS } from "../../circuits/tools/point-encoding.ts";
import { ARTIFACTS_FOLDER } from "../../circuits/tools/project.ts";
import { endWorkerThreads } from "../../circuits/tools/worker-threads.ts";
import { FIELD_MODULUS } from "../../prover/field.ts";
import { honestReview } from "./support/review-inputs.ts";

type Pair = [bigint, bigint];
type Arguments = [a: Pair, b: [Pair, Pair], c: Pair, publicSignals: bigint[]];

const connection = await network.create({ network: "local", chainType: "op" });

let valid: Arguments;
let another: Arguments;
let verifier: Awaited<ReturnType<typeof connection.ethers.deployContract>>;

async function prove(inputs: object): Promise<Arguments> {
  const [wasm, zkey] = ["review.wasm", "review.zkey"].map((file) => join(ARTIFACTS_FOLDER, "review", file));
  const { proof, publicSignals } = await groth16.fullProve(inputs as CircuitSignals, wasm!, zkey!);
  const [a, b, c, signals] = JSON.parse(
    `[${await groth16.exportSolidityCallData(proof, publicSignals)}]`,
    (_key, value: unknown) => (typeof value === "string" ? BigInt(value) : value),
  ) as Arguments;
  return [a, b, c, signals];
}

beforeAll(async () => {
  verifier = await connection.ethers.deployContract("ReviewVerifier");
  valid = await prove(honestReview());
  another = await prove(honestReview({ leafIndex: 27 }));
});

afterAll(async () => {
  await endWorkerThreads();
  await connection.close();
});

const verify = (args: Arguments, overrides: object = {}): Promise<boolean> =>
  verifier.getFunction("verifyProof").staticCall(...args, overrides) as Promise<boolean>;

/** The arguments with one coordinate of the proof replaced, counted through a, b and c. */
function withCoordinate(
  [a, b, c, signals]: Arguments,
  index: number,
  change: (value: bigint) => bigint,
): Arguments {
  const coordinates = [a, ...b, c].flat().map((value, at) => (at === index ? change(value) : value));
  const pairs = [0, 2, 4, 6].map((at) => coordinates.slice(at, at + 2) as Pair) as [Pair, Pair, Pair, Pair];
  return [pairs[0], [pairs[1], pairs[2]], pairs[3], signals];
}

const coordinateIndexes = [0, 1, 2, 3, 4, 5, 6, 7];
const signalIndexes = [0, 1, 2, 3, 4, 5];

describe("ReviewVerifier", () => {
  it("says that its key is for development", async () => {
    expect(await verifier.getFunction("IS_DEVELOPMENT_KEY").staticCall()).toBe(true);
  });

  it("accepts a real proof", async () => {
    expect(await verify(valid)).toBe(true);
    expect(await verify(another)).toBe(true);
  });

  it.each(signalIndexes)("refuses another public signal %i", async (index) => {
    const [a, b, c, signals] = valid;
    expect(await verify([a, b, c, signals.with(index, signals[index]! + 1n)])).toBe(false);
  });

  it.each(signalIndexes)(
    "refuses public signal %i plus the field's modulus, which means the same number",
    async (index) => {
      const [a, b, c, signals] = valid;
      expect(await verify([a, b, c, signals.with(index, signals[index]! + FIELD_MODULUS)])).toBe(false);
    },
  );

  it("refuses the points of one proof with the signals of another", async () => {
    expect(await verify([valid[0], valid[1], valid[2], another[3]])).toBe(false);
    expect(await verify([another[0], valid[1], valid[2], valid[3]])).toBe(false);
    expect(await verify([valid[0], another[1], valid[2], valid[3]])).toBe(false);
    expect(await verify([valid[0], valid[1], another[2], valid[3]])).toBe(false);
  });

  it.each(coordinateIndexes)("refuses a point off the curve: coordinate %i", async (index) => {
    expect(await verify(withCoordinate(valid, index, (value) => (value + 1n) % BASE_FIELD_MODULUS))).toBe(
      false,
    );
  });

  it.each(coordinateIndexes)("refuses coordinate %i plus the base field's modulus", async (index) => {
    expect(await verify(withCoordinate(valid, index, (value) => value + BASE_FIELD_MODULUS))).toBe(false);
  });

  it("refuses points at infinity", async () => {
    const zero: Pair = [0n, 0n];
    expect(await verify([zero, [zero, zero], zero, valid[3]])).toBe(false);
    expect(await verify([zero, valid[1], valid[2], valid[3]])).toBe(false);
    expect(await verify([valid[0], valid[1], zero, valid[3]])).toBe(false);
  });

  it("refuses the parts of b in the other order", async () => {
    const [a, [x, y], c, signals] = valid;
    expect(await verify([a, [x.toReversed() as Pair, y.toReversed() as Pair], c, signals])).toBe(false);
  });

  it("never calls a valid proof invalid for want of gas", async () => {
    const outcomes = new Set<string>();
    for (let gasLimit = 30_000; gasLimit <= 300_000; gasLimit += 2_500) {
      const outcome = await verify(valid, { gasLimit }).then(String, () => "reverted");
      outcomes.add(outcome);
    }
    expect([...outcomes].sort()).toEqual(["reverted", "true"]);
  });

  it("names the want of gas", async () => {
    await expect(verify(valid, { gasLimit: 200_000 })).rejects.toThrow("InsufficientGas");
  });
});
