import { AftercareError } from "../errors.ts";
import { MalformedProofError } from "../groth16/proof.ts";

/** A challenge is not in the form that one has. */
export class InvalidChallengeError extends AftercareError {
  override readonly name = "InvalidChallengeError";
  readonly path: string;
  readonly expected: string;

  constructor(path: string, expected: string) {
    super(`${path} is not valid.`, `It has to be ${expected}.`, { path, expected });
    this.path = path;
    this.expected = expected;
  }
}

/** A disclosure is not in the form that one has. Whether it proves anything is another question. */
export class MalformedDisclosureError extends MalformedProofError {
  override readonly name = "MalformedDisclosureError";
}

/** The challenge is about a claim that was not made with this secret. Answering would open the wrong surgery, or somebody else's. */
export class OtherClaimError extends AftercareError {
  override readonly name = "OtherClaimError";

  constructor() {
    super(
      "The challenge is about another claim.",
      "Answer it with the keys of the surgery that was claimed, or not at all.",
    );
  }
}

/** The time to answer a challenge is over. */
export class ChallengeExpiredError extends AftercareError {
  override readonly name = "ChallengeExpiredError";

  constructor(expiry: number) {
    super("The challenge has expired.", "Ask the insurer for a new one.", { expiry });
  }
}
