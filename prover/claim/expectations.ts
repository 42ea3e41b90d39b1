import { MalformedValueError } from "../json/malformed-value-error.ts";
import { FIELD_MODULUS } from "../field.ts";
import { Members } from "../json/members.ts";

/** What a proof is to be compared with is not what it should be. `path` names the place, such as `expected.roots`. */
export class MalformedExpectationsError extends MalformedValueError {
  override readonly name = "MalformedExpectationsError";
}

/** The members of what a verifier expects. Throws {@link MalformedExpectationsError}. */
export function expectationsIn(expected: object): Members {
  const refusal = (path: string, form: string) => new MalformedExpectationsError(path, form);
  return new Members(expected, "expected", refusal, "value");
}

function isFieldElement(value: unknown): value is bigint {
  return typeof value === "bigint" && value >= 0n && value < FIELD_MODULUS;
}

/** Field elements of which a proof has to show one; undefined where the verifier does not compare. */
export function takeAccepted(expected: Members, name: string): readonly bigint[] | undefined {
  const accepted = expected.take(name);
  if (accepted === undefined) return undefined;
  if (!Array.isArray(accepted) || !accepted.every(isFieldElement)) {
    throw expected.refuse(name, "a list of field elements as bigints, or left out");
  }
  return accepted;
}
