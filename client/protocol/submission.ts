import { MalformedValueError } from "../../prover/json/malformed-value-error.ts";
import { Members, type Refusal } from "../../prover/json/members.ts";
import { jsonText, parsedJson } from "../../prover/json/strict-json.ts";
import { readProof } from "../../prover/groth16/proof.ts";
import { proofFromSolidity, solidityProof, type SolidityProof } from "../../prover/review/index.ts";
import { LAST_DAY, MAX_FEE_BITS, type Review, type ReviewSubmission } from "./review.ts";

/** A review with its proof is none: something is missing, or out of range. `path` is such as `submission.review.rating`. */
export class MalformedSubmissionError extends MalformedValueError {
  override readonly name = "MalformedSubmissionError";
}

const refusal: Refusal = (path, expected) => new MalformedSubmissionError(path, expected);

function takeBytes(members: Members, name: string): string {
  const bytes = members.takeString(name);
  if (!/^0x(?:[0-9a-f]{2})*$/.test(bytes))
    throw members.refuse(name, "bytes as 0x and lower-case hex digits");
  return bytes;
}

function readReview(members: Members): Review {
  const review = {
    surgeon: members.takeAddress("surgeon"),
    rating: members.takeNumber("rating", 0, 2 ** 8 - 1),
    version: members.takeNumber("version", 0, 2 ** 32 - 1),
    feeRecipient: members.takeAddress("feeRecipient"),
    maxFee: members.takeInteger("maxFee", 1n << BigInt(MAX_FEE_BITS)),
    windowStart: members.takeNumber("windowStart", 0, LAST_DAY),
    windowEnd: members.takeNumber("windowEnd", 0, LAST_DAY),
    root: members.takeFieldElement("root"),
    nullifier: members.takeFieldElement("nullifier"),
    text: takeBytes(members, "text"),
  };
  members.assertAllRead();
  return review;
}

function readSubmission(members: Members): ReviewSubmission {
  const submission = {
    review: readReview(members.takeObject("review")),
    proof: solidityProof(readProof(members.takeObject("proof"))),
  };
  members.assertAllRead();
  return submission;
}

/**
 * What a relayer gets as JSON: the proof in the form of snarkjs, integers in decimal.
 *
 * @throws MalformedSubmissionError, MalformedProofError
 */
export function formatSubmission(submission: ReviewSubmission): string {
  const members = new Members(submission, "submission", refusal, "value");
  const { maxFee, root, nullifier, ...others } = readReview(members.takeObject("review"));
  return jsonText({
    review: {
      ...others,
      maxFee: String(maxFee),
      root: String(root),
      nullifier: String(nullifier),
    },
    proof: proofFromSolidity(members.take("proof") as SolidityProof),
  });
}

/**
 * Reads what a relayer gets, from JSON text or parsed. Whether the proof holds is another question.
 *
 * @throws MalformedJsonError, MalformedSubmissionError
 */
export function parseSubmission(json: unknown): ReviewSubmission {
  return readSubmission(new Members(parsedJson(json), "submission", refusal));
}
