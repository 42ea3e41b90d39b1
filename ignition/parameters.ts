const DAY = 24 * 60 * 60;

/** What deposits, fees and claims are paid in: a dollar of six decimals that knows ERC-3009. */
export type SettlementToken =
  | { readonly kind: "existing"; readonly address: string }
  /** A dollar without value that is deployed along, and that anybody may mint. */
  | { readonly kind: "test" };

/** What one deployment decides; all but the protocol fee and the anonymity floor for ever. */
export interface ContractParameters {
  /** Who admits boards and changes parameters once the deployment is done; the deployer keeps nothing. */
  readonly administrator: string;
  /** Who gets the protocol fees. */
  readonly treasury: string;
  readonly token: SettlementToken;
  /** Token units for each surgery with a record. */
  readonly protocolFee: bigint;
  /** Token units that {@link protocolFee} can never exceed. */
  readonly maximumProtocolFee: bigint;
  /** Token units that a closing sets aside for whoever relays the review. */
  readonly reviewFee: bigint;
  /** Seconds for which a replaced root of the tree stays valid. */
  readonly rootLifetime: number;
  /** Closed surgeries that a surgeon needs before reviews can be posted, 1 to 20. */
  readonly minimumLeaves: number;
  /** Seconds between the announcement of a change and its effect. */
  readonly administrationDelay: number;
}

/** What tests, the story and the gas figures run on: 2, 25 and 0.05 dollars, 30 days, 3 surgeries, 2 days. */
export const STANDARD_TERMS = {
  protocolFee: 2_000_000n,
  maximumProtocolFee: 25_000_000n,
  reviewFee: 50_000n,
  rootLifetime: 30 * DAY,
  minimumLeaves: 3,
  administrationDelay: 2 * DAY,
} as const satisfies Partial<ContractParameters>;
