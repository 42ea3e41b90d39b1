import { concat, toBeHex, type JsonRpcProvider } from "ethers";

/** What an OP-type rollup pays L1 for each transaction's data; see the Fjord formula in docs/decisions/0003-local-rollup.md. */
export interface L1FeeSetting {
  /** Wei for each L1 gas. */
  readonly baseFee: bigint;
  /** Wei for each unit of blob gas. */
  readonly blobBaseFee: bigint;
  readonly baseFeeScalar: bigint;
  readonly blobBaseFeeScalar: bigint;
}

/** OP Mainnet's scalars at an L1 gas price of 1 gwei and a blob gas price of 0.001 gwei. */
export const DEFAULT_L1_FEE: L1FeeSetting = {
  baseFee: 1_000_000_000n,
  blobBaseFee: 1_000_000n,
  baseFeeScalar: 5_227n,
  blobBaseFeeScalar: 1_014_213n,
};

/** The account that alone may set the L1 attributes, by the OP stack's specification. */
const DEPOSITOR = "0xDeaDDEaDDeAdDeAdDEAdDEaddeAddEAdDEAd0001";
const L1_BLOCK = "0x4200000000000000000000000000000000000015";
const SET_L1_BLOCK_VALUES_ISTHMUS = "0x098999be";

/** Sets the L1 attributes of a simulated rollup, whose scalars are zero at the start, so that receipts carry the fee. */
export async function switchOnL1Fee(
  provider: JsonRpcProvider,
  setting: L1FeeSetting = DEFAULT_L1_FEE,
): Promise<void> {
  const block = await provider.getBlock("latest");
  const data = concat([
    SET_L1_BLOCK_VALUES_ISTHMUS,
    toBeHex(setting.baseFeeScalar, 4),
    toBeHex(setting.blobBaseFeeScalar, 4),
    toBeHex(0n, 8), // sequence number
    toBeHex(block?.timestamp ?? 0, 8),
    toBeHex(block?.number ?? 0, 8),
    toBeHex(setting.baseFee, 32),
    toBeHex(setting.blobBaseFee, 32),
    toBeHex(0n, 32), // L1 block hash
    toBeHex(0n, 32), // batcher
    toBeHex(0n, 4), // operator fee scalar
    toBeHex(0n, 8), // operator fee constant
  ]);
  await provider.send("hardhat_impersonateAccount", [DEPOSITOR]);
  await provider.send("hardhat_setBalance", [DEPOSITOR, toBeHex(10n ** 18n)]);
  await provider.send("eth_sendTransaction", [
    { from: DEPOSITOR, to: L1_BLOCK, data, gas: toBeHex(1_000_000) },
  ]);
  await provider.send("hardhat_stopImpersonatingAccount", [DEPOSITOR]);
}
