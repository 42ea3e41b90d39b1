import { bn254 } from "@noble/curves/bn254.js";
import { readFile } from "node:fs/promises";
import { beforeAll, describe, expect, it } from "vitest";

import { decodeCoordinates, G1_BYTES } from "../../circuits/points.ts";
import { MalformedProvingKeyError, parseProvingKey } from "../../circuits/proving-key.ts";
import { readManifest } from "../../circuits/tools/manifest.ts";
import { ARTIFACTS_FOLDER } from "../../circuits/tools/project.ts";

let file: Buffer;

beforeAll(async () => {
  file = await readFile(`${ARTIFACTS_FOLDER}/review/review.zkey`);
});

const HEADER = 2;
const HEADING_BYTES = 12;

/** Where the content of a section begins. */
function startOf(number: number): number {
  let position = 12;
  while (file.readUInt32LE(position) !== number) {
    position += HEADING_BYTES + Number(file.readBigUInt64LE(position + 4));
  }
  return position + HEADING_BYTES;
}

/** The file with bytes changed at a place. */
function changed(at: number, change: (bytes: Buffer, at: number) => void): Buffer {
  const copy = Buffer.from(file);
  change(copy, at);
  return copy;
}

describe("a proving key", () => {
  it("is read with the sizes that the manifest states", async () => {
    const { publicSignals, domainSize } = (await readManifest(ARTIFACTS_FOLDER)).circuits.review!;
    const key = parseProvingKey(file);
    expect(key).toMatchObject({ publicSignals, domainSize });
    expect(key.quotient).toHaveLength(domainSize * G1_BYTES);
    expect(key.coefficients.length % 11).toBe(0);
  });

  it("has points of the curve, decoded as another implementation checks them", () => {
    const { alpha1, beta2, gamma2 } = parseProvingKey(file);
    const [x, y] = decodeCoordinates(alpha1);
    expect(() => bn254.G1.Point.fromAffine({ x: x!, y: y! }).assertValidity()).not.toThrow();
    const [x0, x1, y0, y1] = decodeCoordinates(beta2);
    const beta = bn254.G2.Point.fromAffine({ x: { c0: x0!, c1: x1! }, y: { c0: y0!, c1: y1! } });
    expect(() => beta.assertValidity()).not.toThrow();
    const generator = bn254.G2.Point.BASE.toAffine();
    expect(decodeCoordinates(gamma2)).toEqual([
      generator.x.c0,
      generator.x.c1,
      generator.y.c0,
      generator.y.c1,
    ]);
  });

  it("may lie anywhere in a larger buffer", () => {
    const surrounded = Buffer.concat([Buffer.alloc(3), file]).subarray(3);
    expect(parseProvingKey(surrounded)).toEqual(parseProvingKey(file));
  });

  it.each<[string, () => Buffer, string]>([
    ["nothing in it", () => Buffer.alloc(0), 'it does not begin with "zkey"'],
    ["another magic", () => changed(0, (bytes) => bytes.write("r1cs")), 'it does not begin with "zkey"'],
    ["its end missing", () => file.subarray(0, -1), "it ends inside section 10"],
    ["half a heading", () => file.subarray(0, 20), "it ends inside a section's heading"],
    [
      "a section twice",
      () => changed(startOf(3) - HEADING_BYTES, (bytes, at) => bytes.writeUInt32LE(4, at)),
      "it has section 4 twice",
    ],
    [
      "no header",
      () => changed(startOf(HEADER) - HEADING_BYTES, (bytes, at) => bytes.writeUInt32LE(99, at)),
      "section 2 is missing or has the wrong length",
    ],
    ["another protocol", () => changed(startOf(1), (bytes, at) => bytes.writeUInt32LE(2, at)), "Groth16"],
    ["another curve", () => changed(startOf(HEADER) + 4, (bytes, at) => (bytes[at]! ^= 1)), "BN254"],
    ["another scalar field", () => changed(startOf(HEADER) + 40, (bytes, at) => (bytes[at]! ^= 1)), "BN254"],
    [
      "a domain that is no power of two",
      () => changed(startOf(HEADER) + 80, (bytes, at) => bytes.writeUInt32LE(4_095, at)),
      "its domain is not a power of two",
    ],
    [
      "more variables than points",
      () => changed(startOf(HEADER) + 72, (bytes, at) => bytes.writeUInt32LE(1_000_000, at)),
      "section 5 is missing or has the wrong length",
    ],
    [
      "more coefficients than there are",
      () => changed(startOf(4), (bytes, at) => bytes.writeUInt32LE(1_000_000, at)),
      "section 4 has the wrong length",
    ],
  ])("with %s is malformed", (_, malformed, problem) => {
    const spoilt = malformed();
    expect(() => parseProvingKey(spoilt)).toThrow(MalformedProvingKeyError);
    expect(() => parseProvingKey(spoilt)).toThrow(problem);
  });
});
