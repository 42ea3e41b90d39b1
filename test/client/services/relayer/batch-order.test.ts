import { describe, expect, it } from "vitest";

import { bySurgeon } from "../../../../client/services/relayer/batch-order.ts";
import type { ReviewSubmission } from "../../../../client/protocol/review.ts";

const review = (surgeon: string, nullifier: bigint) =>
  ({ review: { surgeon, nullifier } }) as unknown as ReviewSubmission;
const orderOf = (submissions: readonly ReviewSubmission[]) =>
  bySurgeon(submissions).map(({ review: { nullifier } }) => Number(nullifier));

describe("the order of a batch", () => {
  it("puts reviews of one surgeon side by side, however her address is written, and keeps their order", () => {
    expect(
      orderOf([
        review("0xAb", 0n),
        review("0xCd", 1n),
        review("0xab", 2n),
        review("0xEf", 3n),
        review("0xCD", 4n),
      ]),
    ).toEqual([0, 2, 1, 4, 3]);
  });

  it("leaves nothing out and changes nothing that is in order", () => {
    expect(orderOf([])).toEqual([]);
    expect(orderOf([review("0xab", 0n), review("0xab", 1n), review("0xcd", 2n)])).toEqual([0, 1, 2]);
  });
});
