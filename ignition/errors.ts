import { AftercareError } from "../circuits/errors.ts";

/** A transaction of a deployment failed, or was never mined; what was deployed before stays. */
export class DeploymentFailedError extends AftercareError {
  override readonly name = "DeploymentFailedError";
}
