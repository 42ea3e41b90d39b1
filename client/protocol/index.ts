// What the contracts fix: values, messages to sign, calls that anyone may relay, and what a refusal means. Pure: nothing here
// reads, sends, or keeps a key. Most clients need only the roles of aftercare/sdk.
export * as boardCalls from "./calls/board/index.ts";
export type { RelayableCall } from "./calls/call.ts";
export * as claimPoolCalls from "./calls/claim-pool/index.ts";
export type { ProvenClaim } from "./calls/claim-pool/proven-claim.ts";
export * as escrowCalls from "./calls/escrow/index.ts";
export * as policyBookCalls from "./calls/policy-book/index.ts";
export type { QueuedSurgery } from "./calls/queued-surgery.ts";
export * as registryCalls from "./calls/registry/index.ts";
export type { Relay, RelayReceipt } from "./calls/relay.ts";
export type { SignedClosing } from "./calls/signed-closing.ts";
export * as tokenCalls from "./calls/token/index.ts";
export * as treeCalls from "./calls/tree/index.ts";
export * from "./deployment.ts";
export * from "./licence.ts";
export * from "./life-cycle.ts";
export * from "./messages/board.ts";
export * from "./messages/escrow.ts";
export * from "./messages/registry.ts";
export * from "./messages/signer.ts";
export * from "./messages/token.ts";
export * from "./plan.ts";
export * from "./progress.ts";
export { CallFailedError, ContractRefusedError, refusalOf } from "./refusal.ts";
export * from "./review.ts";
export { InvalidRulesError, packRules, unpackRules, type Rules } from "./rules.ts";
export { bookingIdOf, MalformedTermsError, packTerms, unpackTerms } from "./terms.ts";
export type { PackedTerms, Terms } from "./terms.ts";
