import type { Foreign } from "./check.ts";

/** Few on purpose: a page that names what is not ours should say whose it is, without backticks. */
export const FOREIGN: readonly Foreign[] = [
  {
    names: /^Poseidon(?:N|\d+)$/,
    reason: "the notation of docs/protocol.md: circomlib's Poseidon of so many inputs",
  },
  {
    names: /^(?:int|uint32be)$/,
    reason: "the notation of docs/protocol.md for a number and its bytes",
  },
  {
    names: /^powersOfTau28_hez_final_\d+\.ptau$/,
    reason: "files of the public ceremony, which users fetch; circuits/ceremony/hermez.json has their hashes",
  },
  {
    names: /^(?:ignition\/)?deployments\/(?:opSepolia|pilot)(?:\.parameters)?(?:\.json|\/)$|^pilot$/,
    reason: "files that whoever deploys writes and keeps, as docs/deploying.md names them for example",
  },
  {
    names: /^(?:OP_SEPOLIA|BASE_SEPOLIA|CUSTOM)_(?:RPC_URL|DEPLOYER_KEY)?$/,
    reason: "variables that deploy/networks.ts puts together from a network's prefix",
  },
  {
    names: /^(?:RPC_URL|DEPLOYMENT|PHRASE)$/,
    reason: "variables that the README's example reads",
  },
  {
    names: /^(?:dist|bundled)\/$/,
    reason: "folders that `npm run build` makes",
  },
  {
    names:
      /^(?:(?:script|worker)-src|serverExternalPackages|disallowCodeGenerationFromStrings|ignoreScripts)$/,
    reason: "settings of browsers, Next, Node and npm, for those who embed the package",
  },
  {
    names: /^ethers\/providers$/,
    reason: "a part of the ethers package",
  },
];
