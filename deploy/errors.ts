import { AftercareError } from "../circuits/errors.ts";

/** `--network` names no network that Aftercare is deployed to. */
export class UnknownNetworkError extends AftercareError {
  override readonly name = "UnknownNetworkError";
}

/** A configuration variable is missing, or is no URL or key. Never holds what it is set to. */
export class ConfigurationVariableError extends AftercareError {
  override readonly name = "ConfigurationVariableError";
}

/** The node does not answer. */
export class NodeUnreachableError extends AftercareError {
  override readonly name = "NodeUnreachableError";
}

/** The parameters file is not there, or holds something else than the parameters of a deployment. */
export class InvalidParametersError extends AftercareError {
  override readonly name = "InvalidParametersError";
}

/** The administrator would be the deployer, whose key lies on a machine that is connected to the network. */
export class DeployerAsAdministratorError extends AftercareError {
  override readonly name = "DeployerAsAdministratorError";
}

/** No deposit could be paid, or none paid out, in the token. */
export class UnsuitableTokenError extends AftercareError {
  override readonly name = "UnsuitableTokenError";
}

/** Whoever made the proving keys can forge reviews and claims, and nobody said that this does not matter here. */
export class DevelopmentKeysError extends AftercareError {
  override readonly name = "DevelopmentKeysError";
}

/** The deployer's account cannot pay for the deployment. */
export class DeployerFundsError extends AftercareError {
  override readonly name = "DeployerFundsError";
}

/** There is a deployment of this name already, and it is not the one that would be made. */
export class DeploymentExistsError extends AftercareError {
  override readonly name = "DeploymentExistsError";
}

/** The deployment that was begun under this name is not the one that would go on. */
export class JournalMismatchError extends AftercareError {
  override readonly name = "JournalMismatchError";
}

/** Nobody agreed to the plan. */
export class NotConfirmedError extends AftercareError {
  override readonly name = "NotConfirmedError";
}
