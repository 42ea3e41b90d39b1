// Everything that talks to the contracts: messages to sign, calls that anyone may relay, and what a refusal means.
export * from "./booking.ts";
export { callsOf, type QueuedSurgery, type RelayableCall, type SignedClosing } from "./calls.ts";
export {
  assertDeployedOn,
  assertDeployment,
  contractsOf,
  InvalidDeploymentError,
  parseDeployment,
  WrongChainError,
  type Contracts,
  type Deployment,
} from "./deployment.ts";
export * from "./insurance.ts";
export * from "./licence.ts";
export * from "./offer.ts";
export * from "./record.ts";
export { CallFailedError, ContractRefusedError, refusalOf, simulate } from "./refusal.ts";
export * from "./review.ts";
export { InvalidRulesError, packRules, unpackRules, type Rules } from "./rules.ts";
export * from "./sealing.ts";
export {
  signReceiveAuthorization,
  tokenDomainOf,
  UnknownTokenDomainError,
  type ReceiveAuthorization,
} from "./token.ts";
