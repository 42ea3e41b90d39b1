import type { ErrorDescription } from "ethers/abi";
import { isError } from "ethers/utils";
import { AftercareError, type ErrorDetails } from "../../prover/errors.ts";
import { CONTRACT_ERRORS } from "./contract-errors.ts";
import { STATES } from "./progress.ts";
import { REMEDIES } from "./remedies.ts";

/** A contract refused a call by one of its named errors. Nothing was changed. */
export class ContractRefusedError extends AftercareError {
  override readonly name = "ContractRefusedError";
  readonly action: string;
  /** The contract's own name of the error. */
  readonly refusal: string;

  constructor(action: string, refusal: string, details: ErrorDetails, options?: ErrorOptions) {
    const values = Object.entries(details).map(([name, value]) => `${name} ${value}`);
    super(
      `The contract refused ${action}: ${refusal}${values.length > 0 ? ` (${values.join(", ")})` : ""}.`,
      REMEDIES[refusal] ?? "See the error's description in the contract's interface.",
      details,
      options,
    );
    this.action = action;
    this.refusal = refusal;
  }
}

/** The node refused a call, or could not be reached, for a reason that is not an error of Aftercare's contracts. */
export class CallFailedError extends AftercareError {
  override readonly name = "CallFailedError";
}

function detailsOf(description: ErrorDescription): ErrorDetails {
  return Object.fromEntries(
    description.fragment.inputs.map((input, index) => {
      const value: unknown = description.args[index];
      if (input.name === "state") return [input.name, STATES[Number(value)] ?? String(value)];
      return [
        input.name === "" ? `value${index}` : input.name,
        typeof value === "bigint" ? value : String(value),
      ];
    }),
  );
}

/** Turns whatever a provider threw into {@link ContractRefusedError} or {@link CallFailedError}. */
export function refusalOf(action: string, error: unknown): AftercareError {
  if (error instanceof AftercareError) return error;
  if (isError(error, "CALL_EXCEPTION") && error.data) {
    const description = CONTRACT_ERRORS.parseError(error.data);
    if (description)
      return new ContractRefusedError(action, description.name, detailsOf(description), { cause: error });
  }
  return new CallFailedError(
    `The call ${action} failed: ${reasonOf(error)}.`,
    "Check the node's address and state, then try again.",
    { action },
    { cause: error },
  );
}

/** ethers' short message: the long one repeats the request, and with it the node's address and whatever key that holds. */
function reasonOf(error: unknown): string {
  if (error instanceof Error && "shortMessage" in error && typeof error.shortMessage === "string") {
    return error.shortMessage;
  }
  return "the node gave no reason";
}
