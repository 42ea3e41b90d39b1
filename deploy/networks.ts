/** A rollup that Aftercare can be deployed to. */
export interface Rollup {
  /** What people call it. */
  readonly title: string;
  /** Absent where only the parameters file says which chain is meant. */
  readonly chainId?: number;
}

/** Every network that `--network` takes. */
export const ROLLUPS = {
  baseSepolia: { title: "Base Sepolia", chainId: 84_532 },
  opSepolia: { title: "OP Sepolia", chainId: 11_155_420 },
  custom: { title: "a rollup of one's own" },
} as const satisfies Record<string, Rollup>;

export type RollupName = keyof typeof ROLLUPS;

/**
 * The configuration variables of a network. Hardhat reads them from the environment, or else from its encrypted
 * keystore: no file of the project ever holds one.
 */
export function variablesOf(name: RollupName): { readonly url: string; readonly key: string } {
  const prefix = name.replace(/[A-Z]/g, "_$&").toUpperCase();
  return { url: `${prefix}_RPC_URL`, key: `${prefix}_DEPLOYER_KEY` };
}

/** Hardhat's and anvil's chain: it lives on one machine and guards nothing, so a deployment there may be careless. */
export const LOCAL_CHAIN_ID = 31_337;

export function isRollupName(name: string): name is RollupName {
  return Object.hasOwn(ROLLUPS, name);
}
