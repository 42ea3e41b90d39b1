import { isError, type ErrorDescription, type Provider, type TransactionRequest } from "ethers";
import { AftercareError, type ErrorDetails } from "../../prover/errors.ts";
import { STATES } from "./booking.ts";
import type { RelayableCall } from "./calls.ts";
import { CONTRACT_ERRORS } from "./deployment.ts";

/** What a caller can do about each named error of the contracts. */
const REMEDIES: Readonly<Record<string, string>> = {
  AlreadyAnswered: "Each version of a review can be answered once; wait for an amended version.",
  AlreadyBacked: "The policy is backed; nothing is left to do.",
  AlreadyClaimed: "Each surgery is paid once under a policy or group of policies.",
  AlreadyConnected: "The review board was named before and stays.",
  AlreadyPublished: "The policy is in the book; use its id.",
  AmountMismatch:
    "Sign again with the amount expected: for a settlement all there is to distribute, for a cancellation what the terms give the surgeon now.",
  AnonymitySetTooSmall:
    "Wait until more surgeries of this surgeon are closed and flushed, so that the author is hidden among them.",
  AttestationSuperseded: "Ask the board to sign anew; something newer is on record.",
  BatchExceedsTree: "Flush as many surgeries as are left in this tree, then the rest into the next.",
  BatchMismatch: "Pass one proof for each claim, in the same order.",
  BatchSizeOutOfRange: "Send as many at once as the error names, and at least one.",
  DeadlinePassed: "Sign the message again with a later deadline.",
  DepositMismatch: "The token kept part of the deposit; this deployment cannot use it.",
  ECDSAInvalidSignature: "The deposit has to be signed by the booking's own key, for exactly these terms.",
  ECDSAInvalidSignatureS:
    "The deposit has to be signed by the booking's own key, in the lower of the two forms.",
  EmptyBatch: "Pass at least one surgery.",
  EmptyField: "Fill in the field named and sign again.",
  ERC20InsufficientBalance: "Put the deposit on the booking's address first.",
  ERC3009InvalidAuthorizationTime:
    "Sign the deposit again; its authorisation is no longer, or not yet, valid.",
  ERC3009InvalidSignature: "The deposit has to be signed by the booking's own key, for exactly these terms.",
  FeeAbovePayout: "Make the claim again with a fee of at most the payout.",
  FrontierMismatch: "Read the tree again: another flush came first, or these are not its frontier's nodes.",
  FundingMismatch: "The token kept part of the funds; this deployment cannot use it.",
  InsufficientFunds: "Add funds to the pool first; what policies promise cannot be withdrawn.",
  InvalidAccountNonce: "This deposit authorisation was already used or cancelled; make a new booking.",
  InvalidCommitment: "Pass a commitment that is a non-zero field element.",
  InvalidCoverageRoot: "Pass the root of the policy's coverage tree, a non-zero field element.",
  InvalidPolicyTerms: "Correct the part named and publish again.",
  InvalidProof: "Make the proof again for exactly this review; nothing it is bound to may change afterwards.",
  InvalidRoot: "Make the proof again against the tree's current root.",
  InvalidSignature:
    "The message has to be signed by the party named, in this contract's domain, with exactly these values.",
  InvalidSurgeryTime: "Choose a time at least a day and at most two years from now.",
  InvalidTerms: "Correct the term and sign the terms again.",
  IssuedInFuture: "Wait until the message's time of issue has come.",
  LicenceExpired: "Ask the board for a current attestation.",
  LicenceNotValid: "Choose a surgeon whose licence is in force; the surgeon has to renew it with the board.",
  LicenceNumberTaken: "This licence is registered for another address.",
  MinimumLeavesTooHigh: "Choose a floor of at most the maximum named.",
  NoArbiter: "The terms name no arbiter; settle, or wait for the default rule.",
  NonceUsed: "Read the surgeon's nonce in the registry and sign again.",
  NoPayee: "Name an address to be paid.",
  NoRecord: "There is nothing to close until the surgeon has supplied a record.",
  NotABoard: "Only an admitted medical board can do this.",
  NotAParty: "Only the booking's patient or surgeon can do this.",
  NotBacked: "The insurer has to back the policy with funds first.",
  NotConnected: "The deployment is not complete: its deployer has to connect the review board.",
  NotEnoughGas: "Send the transaction again with more gas.",
  NothingToCollect: "The escrow owes this account nothing now.",
  NothingToPay: "The board has noted no fees for this relayer since it was last paid.",
  NotTheDeployer: "Only whoever deployed the escrow can do this.",
  NotTheInsurer: "Only the policy's insurer can do this.",
  NotTheLicensingBoard: "Only the board that attested this licence can do this.",
  NotTheReviewBoard: "Only the review board can do this; use its payRelayer.",
  NullifierUsed: "Each surgery can be reviewed once; amend the review with the next version instead.",
  OfferExpired: "Make a new offer.",
  OfferNotExpired: "Wait until the offer has expired.",
  PolicyExhausted: "The policy has paid all that it promised.",
  PolicyNotOpen: "Claim between the policy's first and last second.",
  PolicyStillOpen: "Wait until the policy has closed.",
  ProofCountMismatch: "Pass one proof for each review, in the same order.",
  ProtocolFeeMismatch: "Make a new offer with the protocol fee in force.",
  ProtocolFeeTooHigh: "Choose a fee of at most the maximum named.",
  QueueMismatch:
    "Read the queue again: another flush came first, or the batch does not end at its head or at a checkpoint.",
  RatingOutOfRange: "Give a rating from 1 to 5.",
  RecordExists: "A record is supplied once and never replaced.",
  RecordMismatch: "Close with the commitment that the surgeon has supplied; its event tells.",
  ReviewPotExceeded: "Fewer fees are in the pot than were noted; pay the relayer later.",
  ShareTooHigh: "Give a share of at most 10,000 basis points.",
  SourceMismatch: "Publish the policy with exactly the source that its terms name.",
  SourceTooLong: "Shorten the policy's source to the maximum named.",
  StaleCoverageRoot: "Make the claim again against the policy's current coverage tree.",
  TextLengthMismatch: "The heads of the reviews have to say how long their texts are.",
  TextTooLong: "Shorten the text to 1,024 bytes.",
  TimeOutOfRange: "Choose a time within the next 34,000 years.",
  TooEarly: "Try again after the time named.",
  TooLate: "The time for this action is over.",
  TooManyReschedules: "The surgery was moved as often as the terms allow; settle or cancel.",
  UnknownPolicy: "Check the policy's id.",
  UnknownReview: "Check the nullifier.",
  UnknownSurgeon: "Choose a surgeon who is in the registry.",
  WindowReversed: "The first day of the window has to be no later than the last.",
  WrongHash: "Deploy the tree with the generated Poseidon contracts.",
  WrongState: "Read the booking's state; this action does not apply to it.",
  WrongSurgeon: "An amendment has to be of the surgeon whom the review is of.",
  WrongVersion: "Read the review's latest version and pass the next one.",
};

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

/** Runs the call on the node without sending it; throws what {@link refusalOf} makes of a failure. */
export async function simulate(provider: Provider, call: RelayableCall, from: string): Promise<void> {
  const request: TransactionRequest = { to: call.to, data: call.data, from };
  try {
    await provider.call(request);
  } catch (error) {
    throw refusalOf(call.action, error);
  }
}
