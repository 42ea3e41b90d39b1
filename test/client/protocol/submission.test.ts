// A review on its way to a relayer: read back to the same value, and refused by the place of whatever is malformed.
import { describe, expect, it } from "vitest";

import {
  formatSubmission,
  MalformedSubmissionError,
  parseSubmission,
  type ReviewSubmission,
} from "../../../client/protocol/index.ts";
import { MalformedProofError } from "../../../prover/index.ts";
import { describeJsonForm } from "../../prover/support/json-form.ts";

const SUBMISSION: ReviewSubmission = {
  review: {
    surgeon: "0xAb5801a7D398351b8bE11C439e05C5B3259aeC9B",
    rating: 5,
    version: 2 ** 32 - 1,
    feeRecipient: "0x0000000000000000000000000000000000000000",
    maxFee: 2n ** 96n - 1n,
    windowStart: 0,
    windowEnd: 65_535,
    root: 1n,
    nullifier: 2n ** 253n,
    text: "0x4173206167726565642e",
  },
  proof: {
    a: [1n, 3n],
    b: [
      [5n, 6n],
      [7n, 8n],
    ],
    c: [9n, 10n],
  },
};

describe("a review with its proof", () => {
  describeJsonForm({
    root: "submission",
    value: SUBMISSION,
    text: formatSubmission(SUBMISSION),
    parse: parseSubmission,
    format: formatSubmission,
    error: MalformedSubmissionError,
    refusedInWriting: MalformedProofError,
  });

  it.each([undefined, null, {}, [], 1, "proof"])("is not written with %s for a proof", (proof) => {
    const submission = { ...SUBMISSION, proof } as unknown as ReviewSubmission;
    expect(() => formatSubmission(submission)).toThrow(MalformedProofError);
  });
});
