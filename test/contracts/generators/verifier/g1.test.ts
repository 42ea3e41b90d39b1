import { describe, expect, it } from "vitest";

import { add, multiply } from "../../../../contracts/generators/verifier/g1.ts";
import { FIELD_MODULUS } from "../../../../prover/field.ts";
import { g1 } from "../../groth16/support/curve.ts";
import { scalar } from "../../groth16/support/trapdoor.ts";

const point = (of: bigint) => {
  const [x, y] = g1(of);
  return { x, y };
};
const generator = point(1n);

describe("the generator's arithmetic in G1", () => {
  it.each([1n, 2n, 3n, 65_535n, scalar("some"), FIELD_MODULUS - 1n])(
    "multiplies as another implementation does: %d",
    (factor) => {
      expect(multiply(generator, factor)).toEqual(point(factor));
    },
  );

  it("adds different points, equal ones, opposite ones and infinity", () => {
    expect(add(point(3n), point(4n))).toEqual(point(7n));
    expect(add(point(3n), point(3n))).toEqual(point(6n));
    expect(add(point(3n), point(FIELD_MODULUS - 3n))).toBeUndefined();
    expect(add(undefined, point(3n))).toEqual(point(3n));
    expect(add(point(3n), undefined)).toEqual(point(3n));
    expect(multiply(generator, 0n)).toBeUndefined();
    expect(multiply(generator, FIELD_MODULUS)).toBeUndefined();
  });
});
