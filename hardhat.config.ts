import { fileURLToPath } from "node:url";

import hardhatEthers from "@nomicfoundation/hardhat-ethers";
import hardhatIgnition from "@nomicfoundation/hardhat-ignition";
import hardhatKeystore from "@nomicfoundation/hardhat-keystore";
import hardhatTypechain from "@nomicfoundation/hardhat-typechain";
import hardhatVerify from "@nomicfoundation/hardhat-verify";
import { configVariable, defineConfig } from "hardhat/config";

import { ROLLUPS, type Rollup, type RollupName, variablesOf } from "./deploy/networks.ts";

/**
 * How every build compiles. Some of Hardhat's own commands take a second profile, `production`, which on its own drops
 * these settings and compiles each contract apart: what they show or verify would not be what tests and gas figures are
 * about.
 */
const BUILD = {
  compilers: [
    {
      version: "0.8.37",
      // The compiler of the npm package: without a path Hardhat would download one.
      path: fileURLToPath(import.meta.resolve("solc/soljson.js")),
      settings: {
        // First, where Hardhat puts it in `production`: a build's cache depends on the order, too.
        optimizer: { enabled: true, runs: 20_000 },
        evmVersion: "prague",
        metadata: { bytecodeHash: "ipfs" },
        viaIR: true,
      },
    },
  ],
  isolated: false,
  toolVersionsInBuildInfo: false,
};

/** A rollup that `npm run deploy` knows. Its URL and key come from the environment or Hardhat's encrypted keystore. */
function rollup(name: RollupName) {
  const { url, key } = variablesOf(name);
  const { chainId }: Rollup = ROLLUPS[name];
  return {
    type: "http" as const,
    chainType: "op" as const,
    ...(chainId === undefined ? {} : { chainId }),
    url: configVariable(url),
    accounts: [configVariable(key)],
  };
}

export default defineConfig({
  plugins: [hardhatEthers, hardhatIgnition, hardhatKeystore, hardhatTypechain, hardhatVerify],
  solidity: {
    profiles: { default: BUILD, production: BUILD },
    npmFilesToBuild: ["@openzeppelin/contracts/access/manager/AccessManager.sol"],
  },
  paths: {
    sources: "contracts",
    tests: { solidity: "test/contracts" },
    artifacts: "build/artifacts",
    cache: "build/cache",
  },
  typechain: {
    outDir: "build/typechain",
    alwaysGenerateOverloads: false,
    discriminateTypes: false,
    dontOverrideCompile: false,
    tsNocheck: true,
  },
  test: {
    solidity: {
      fuzz: { runs: Number(process.env.FUZZ_RUNS ?? 64) },
      invariant: { runs: Number(process.env.INVARIANT_RUNS ?? 16), depth: 64 },
    },
  },
  // Sourcify needs no key, and explorers read it.
  verify: {
    etherscan: { enabled: false },
    blockscout: { enabled: false },
    sourcify: process.env.SOURCIFY_API_URL === undefined ? {} : { apiUrl: process.env.SOURCIFY_API_URL },
  },
  networks: {
    // In process, a fresh chain for each connection: tests, the story, the rehearsal of a deployment.
    local: {
      type: "edr-simulated",
      chainType: "op",
      chainId: 31337,
      // An L2 gas price as on OP Mainnet, 0.005 gwei, so that the parts of a whole fee are in proportion.
      initialBaseFeePerGas: 5_000_000,
      // A reverted transaction is mined and has a receipt, as on a real chain.
      throwOnTransactionFailures: false,
    },
    baseSepolia: rollup("baseSepolia"),
    opSepolia: rollup("opSepolia"),
    custom: rollup("custom"),
  },
});
