import { fileURLToPath } from "node:url";

import hardhatEthers from "@nomicfoundation/hardhat-ethers";
import hardhatIgnitionEthers from "@nomicfoundation/hardhat-ignition-ethers";
import hardhatKeystore from "@nomicfoundation/hardhat-keystore";
import hardhatTypechain from "@nomicfoundation/hardhat-typechain";
import { configVariable, defineConfig } from "hardhat/config";

/** Test networks of OP-type and Arbitrum rollups; URLs and keys come from Hardhat's encrypted keystore. */
function rollup(name: string, chainId: number, chainType: "op" | "generic") {
  return {
    type: "http" as const,
    chainType,
    chainId,
    url: configVariable(`${name}_RPC_URL`),
    accounts: [configVariable(`${name}_DEPLOYER_KEY`)],
  };
}

export default defineConfig({
  plugins: [hardhatEthers, hardhatIgnitionEthers, hardhatKeystore, hardhatTypechain],
  solidity: {
    compilers: [
      {
        version: "0.8.37",
        // The compiler of the npm package: without a path Hardhat would download one.
        path: fileURLToPath(import.meta.resolve("solc/soljson.js")),
        settings: { evmVersion: "prague", optimizer: { enabled: true, runs: 20_000 }, viaIR: true },
      },
    ],
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
  networks: {
    // In process, a fresh chain for each connection: tests.
    local: {
      type: "edr-simulated",
      chainType: "op",
      chainId: 31337,
      // An L2 gas price as on OP Mainnet, 0.005 gwei, so that the parts of a whole fee are in proportion.
      initialBaseFeePerGas: 5_000_000,
      // A reverted transaction is mined and has a receipt, as on a real chain.
      throwOnTransactionFailures: false,
    },
    // A chain that something else serves on this machine: the story, or a node started by hand.
    served: { type: "http", chainType: "op", url: "http://127.0.0.1:8545" },
    baseSepolia: rollup("BASE_SEPOLIA", 84_532, "op"),
    opSepolia: rollup("OP_SEPOLIA", 11_155_420, "op"),
    arbitrumSepolia: rollup("ARBITRUM_SEPOLIA", 421_614, "generic"),
  },
});
