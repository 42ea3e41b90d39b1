import { expect, it } from "vitest";

import type { ReviewCheck } from "../../../client/reader/replay/reviews.ts";
import { figuresOf } from "../../../client/sdk/reader/figures.ts";

const [HER, OTHER] = ["0x01", "0x02"] as const;

const check = (nullifier: bigint, rating: number, changes: Partial<ReviewCheck> = {}): ReviewCheck =>
  ({
    nullifier,
    surgeon: HER,
    rating,
    version: 1,
    text: "",
    anonymitySet: 5,
    verdict: "verified",
    ...changes,
  }) as ReviewCheck;

const figures = (checks: readonly ReviewCheck[]) => figuresOf({ bookings: new Map() }, HER, checks);

it("a surgeon's figures count verified reviews of hers, each in its latest version", () => {
  const read = figures([
    check(1n, 5),
    check(1n, 2, { version: 2 }),
    check(2n, 4, { anonymitySet: 3 }),
    check(3n, 1, { surgeon: OTHER }),
    check(4n, 1, { verdict: "refused", reason: "invalid proof", anonymitySet: 0 }),
  ]);
  expect(read).toMatchObject({ reviews: 2, averageRating: 3, anonymitySet: 3 });
});

it("a surgeon without surgeries or reviews has no share and no average, which is another thing than zero", () => {
  expect(figures([])).toMatchObject({
    executed: 0,
    closedShare: null,
    reviews: 0,
    averageRating: null,
    anonymitySet: 0,
  });
});
