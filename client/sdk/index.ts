// What every role starts from. Each role has an entry of its own: aftercare/sdk/patient, surgeon, insurer, board, reader,
// arbiter and keeper.
export type { AgreedBooking } from "./agreed-booking.ts";
export { BookingIdMismatchError, UnknownBookingError } from "./agreed-booking.ts";
export { connect, type ChainConnection, type ConnectOptions, type Connection } from "./connection.ts";
export { UnknownSurgeonError } from "./licence-of.ts";
export { OwnAccount } from "./own-account.ts";
export { ForeignBookingError, OwnProposalError } from "./party/party.ts";
export { AmountTooHighError } from "./party/settle.ts";
export { UnknownPolicyError } from "./policy-of.ts";
export type { Relay, RelayReceipt } from "../protocol/calls/relay.ts";
export { keySigner, type MessageSigner } from "../protocol/messages/signer.ts";
export {
  assertDeployment,
  InvalidDeploymentError,
  parseDeployment,
  type Deployment,
} from "../protocol/deployment.ts";
export { CallFailedError, ContractRefusedError } from "../protocol/refusal.ts";
export { UnknownTokenDomainError } from "../reader/token-domain.ts";
export { WrongChainError } from "../reader/assert-on-chain.ts";
