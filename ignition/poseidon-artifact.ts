import type { Artifact } from "@nomicfoundation/ignition-core";

import { poseidonBytecode } from "../contracts/generators/poseidon/poseidon-bytecode.ts";

/**
 * circomlib's Poseidon of `inputs` field elements as a contract artifact. Its bytecode comes from a generator, so there
 * is no Solidity source and no ABI. A Poseidon of N inputs works on a state of N + 1 elements, hence the name.
 */
export function poseidonArtifact(inputs: 3 | 4): Artifact {
  const width = inputs === 3 ? 4 : 5;
  const { creation, runtime } = poseidonBytecode(width);
  const name = `PoseidonT${width}`;
  return {
    _format: "hh3-artifact-1",
    contractName: name,
    sourceName: `contracts/generators/poseidon/${name}`,
    abi: [],
    bytecode: creation,
    deployedBytecode: runtime,
    linkReferences: {},
    deployedLinkReferences: {},
  };
}
