import { afterEach, describe, expect, it, vi } from "vitest";

import { claimRequest } from "../../../fixtures/claim-request.ts";
import { reviewRequest } from "../../../fixtures/review-request.ts";
import { prepareClaim } from "../../../prover/claim/index.ts";
import { FIELD_MODULUS } from "../../../prover/field.ts";
import { drawBlinding } from "../../../prover/groth16/blinding.ts";
import { prepareReview } from "../../../prover/review/request.ts";

const INPUTS = [1, 2, 3].map((index) => prepareReview(reviewRequest(index)).input);

/** From now on the platform's generator gives one byte only. */
function killGenerator(byte: number): void {
  vi.spyOn(crypto, "getRandomValues").mockImplementation((array) => {
    new Uint8Array(array.buffer, array.byteOffset, array.byteLength).fill(byte);
    return array;
  });
}

afterEach(() => {
  vi.restoreAllMocks();
});

describe("blinding", () => {
  it("is two field elements, others each time, that use the whole field", () => {
    const drawn = Array.from({ length: 200 }, () => drawBlinding(INPUTS[0]!)).flatMap(({ r, s }) => [r, s]);
    expect(new Set(drawn).size).toBe(400);
    for (const value of drawn) expect(value >= 0n && value < FIELD_MODULUS).toBe(true);
    // Two hundred of four hundred on either side of the middle, give or take what chance gives in a billion runs.
    const low = drawn.filter((value) => value < FIELD_MODULUS / 2n).length;
    expect(low).toBeGreaterThan(140);
    expect(low).toBeLessThan(260);
  });

  it.each([0, 255])("differs between inputs where the generator gives nothing but %i", (byte) => {
    killGenerator(byte);
    const drawn = [...INPUTS, prepareClaim(claimRequest()).input].map(drawBlinding);
    const values = drawn.flatMap(({ r, s }) => [r, s]);
    expect(new Set(values).size).toBe(values.length);
    expect(values).not.toContain(0n);
  });

  it("differs by every single input, the secret among them", () => {
    killGenerator(0);
    const [input] = INPUTS;
    const usual = drawBlinding(input!);
    for (const name of Object.keys(input!)) {
      expect(drawBlinding({ ...input!, [name]: "1234567" }), name).not.toEqual(usual);
    }
  });

  it("still depends on the generator where the inputs are the same", () => {
    killGenerator(1);
    const first = drawBlinding(INPUTS[0]!);
    killGenerator(2);
    expect(drawBlinding(INPUTS[0]!)).not.toEqual(first);
  });
});
