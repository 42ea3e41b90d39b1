import { DEFAULT_L1_FEE, type L1FeeSetting } from "../../client/local/l1-fee.ts";

/** What a transaction costs before anybody names a price. */
export interface Usage {
  readonly gas: number;
  readonly calldataBytes: number;
  /** Bytes of the whole signed transaction after FastLZ, which the L1 data fee counts. */
  readonly fastLzBytes: number;
}

/** Prices under which fees are stated. They are inputs: nobody is told what gas will cost. */
export interface FeeSetting {
  readonly name: string;
  readonly description: string;
  /** Wei for each gas on the rollup, tip included. */
  readonly l2GasPrice: bigint;
  readonly l1: L1FeeSetting;
  /** Dollars for one ether. */
  readonly etherPrice: number;
}

const GWEI = 1_000_000_000n;
const ETHER_PRICE = 3_000;

export const FEE_SETTINGS: readonly FeeSetting[] = [
  {
    name: "quiet",
    description: "rollup gas 0.001 gwei, L1 gas 0.1 gwei, blob gas 1 wei",
    l2GasPrice: GWEI / 1_000n,
    l1: { ...DEFAULT_L1_FEE, baseFee: GWEI / 10n, blobBaseFee: 1n },
    etherPrice: ETHER_PRICE,
  },
  {
    name: "usual",
    description: "rollup gas 0.006 gwei, L1 gas 1 gwei, blob gas 0.001 gwei: those of the local rollup",
    l2GasPrice: (GWEI * 6n) / 1_000n,
    l1: DEFAULT_L1_FEE,
    etherPrice: ETHER_PRICE,
  },
  {
    name: "busy",
    description: "rollup gas 0.06 gwei, L1 gas 30 gwei, blob gas 1 gwei",
    l2GasPrice: (GWEI * 6n) / 100n,
    l1: { ...DEFAULT_L1_FEE, baseFee: 30n * GWEI, blobBaseFee: GWEI },
    etherPrice: ETHER_PRICE,
  },
];

/** Fees of one thing under one setting, in dollars. */
export interface Fees {
  readonly execution: number;
  readonly l1Data: number;
  readonly whole: number;
}

// The L1 data fee of OP-type rollups since Fjord; see docs/decisions/0003-local-rollup.md.
const SIZE_INTERCEPT = -42_585_600n;
const SIZE_PER_FASTLZ_BYTE = 836_500n;
const LEAST_SIZE = 100_000_000n;

/** Wei for a millionth of a byte of estimated size, times 10¹². */
const l1Price = ({ baseFeeScalar, baseFee, blobBaseFeeScalar, blobBaseFee }: L1FeeSetting): bigint =>
  16n * baseFeeScalar * baseFee + blobBaseFeeScalar * blobBaseFee;

/** Wei that a transaction of this size pays for its data. */
export function l1FeeOf(fastLzBytes: number, setting: L1FeeSetting): bigint {
  const size = SIZE_INTERCEPT + SIZE_PER_FASTLZ_BYTE * BigInt(fastLzBytes);
  return ((size > LEAST_SIZE ? size : LEAST_SIZE) * l1Price(setting)) / 10n ** 12n;
}

/** The inverse: the FastLZ size for which the node has charged this fee. Transactions under 171 bytes all pay the same. */
export function fastLzBytesOf(l1Fee: bigint, setting: L1FeeSetting): number {
  const size = (l1Fee * 10n ** 12n) / l1Price(setting) - SIZE_INTERCEPT;
  return Math.round(Number(size) / Number(SIZE_PER_FASTLZ_BYTE));
}

/** Fees of `share` of a transaction, such as one of sixteen reviews. */
export function feesOf({ gas, fastLzBytes }: Usage, setting: FeeSetting, share = 1): Fees {
  const dollars = (wei: bigint): number => (Number(wei) / 1e18) * setting.etherPrice * share;
  const execution = dollars(BigInt(Math.round(gas)) * setting.l2GasPrice);
  const l1Data = dollars(l1FeeOf(fastLzBytes, setting.l1));
  return { execution, l1Data, whole: execution + l1Data };
}
