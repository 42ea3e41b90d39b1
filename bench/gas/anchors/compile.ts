import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

import type { InterfaceAbi } from "ethers";
import hre from "hardhat";
import solc from "solc";

import { benchPackage } from "../../install.ts";

const OWN = fileURLToPath(new URL(".", import.meta.url));

/** What is needed to deploy one compiled contract. */
export interface Compiled {
  readonly abi: InterfaceAbi;
  readonly bytecode: string;
  /** Where addresses of libraries belong, by library: first byte of each place in the bytecode. */
  readonly libraries: Readonly<Record<string, readonly number[]>>;
}

interface Output {
  readonly errors?: readonly { severity: string; formattedMessage: string }[];
  readonly contracts: Readonly<
    Record<
      string,
      Readonly<
        Record<
          string,
          {
            readonly abi: InterfaceAbi;
            readonly evm: {
              readonly bytecode: {
                readonly object: string;
                readonly linkReferences: Readonly<
                  Record<string, Readonly<Record<string, readonly { readonly start: number }[]>>>
                >;
              };
            };
          }
        >
      >
    >
  >;
}

/** Reads a source by the name under which contracts import it: a file of this folder, of bench/'s packages or the root's. */
function readSource(name: string): { contents: string } | { error: string } {
  const places = [
    `${OWN}${name}`,
    benchPackage(name),
    fileURLToPath(new URL(`../../../node_modules/${name}`, import.meta.url)),
  ];
  for (const path of places) {
    try {
      return { contents: readFileSync(path, "utf8") };
    } catch {
      continue;
    }
  }
  return { error: `There is no source ${name}.` };
}

/**
 * Compiles anchors with the compiler, optimiser and EVM of our own contracts.
 *
 * @param viaIR Whether through the intermediate representation, as ours are. Published libraries are made for the other
 * way: through it, poseidon-solidity grows beyond what a contract may have.
 */
export function compileAnchors(
  viaIR: boolean,
  ...sources: readonly string[]
): (contract: string) => Compiled {
  const input = {
    language: "Solidity",
    sources: Object.fromEntries(sources.map((name) => [name, { content: contentsOf(name) }])),
    settings: {
      ...ownSettings(),
      viaIR,
      outputSelection: { "*": { "*": ["abi", "evm.bytecode"] } },
    },
  };
  const output = JSON.parse(solc.compile(JSON.stringify(input), { import: readSource })) as Output;
  const failure = output.errors?.find(({ severity }) => severity === "error");
  if (failure) throw new Error(failure.formattedMessage);
  const contracts = Object.assign({}, ...Object.values(output.contracts)) as Output["contracts"][string];
  return (name) => {
    const contract = contracts[name];
    if (!contract) throw new Error(`No source has a contract ${name}.`);
    const { object, linkReferences } = contract.evm.bytecode;
    const libraries = Object.assign({}, ...Object.values(linkReferences)) as Record<
      string,
      { start: number }[]
    >;
    return {
      abi: contract.abi,
      bytecode: `0x${object}`,
      libraries: Object.fromEntries(
        Object.entries(libraries).map(([library, places]) => [library, places.map(({ start }) => start)]),
      ),
    };
  };
}

/** The bytecode with its libraries' addresses. */
export function link({ bytecode, libraries }: Compiled, addresses: Readonly<Record<string, string>>): string {
  let linked = bytecode;
  for (const [library, places] of Object.entries(libraries)) {
    const address = addresses[library];
    if (!address) throw new Error(`The library ${library} is not deployed.`);
    for (const start of places) {
      const at = 2 + 2 * start;
      linked = linked.slice(0, at) + address.slice(2).toLowerCase() + linked.slice(at + 40);
    }
  }
  return linked;
}

/** Optimiser and EVM version of our own contracts. */
function ownSettings(): Record<string, unknown> {
  const settings = hre.config.solidity.profiles["default"]?.compilers[0]?.settings as
    Record<string, unknown> | undefined;
  if (!settings?.["evmVersion"] || !settings["optimizer"]) {
    throw new Error("hardhat.config.ts names no optimiser and EVM version.");
  }
  return { evmVersion: settings["evmVersion"], optimizer: settings["optimizer"] };
}

function contentsOf(name: string): string {
  const source = readSource(name);
  if ("error" in source) throw new Error(source.error);
  return source.contents;
}
